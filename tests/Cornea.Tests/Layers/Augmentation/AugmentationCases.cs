using Cornea.Layers;

namespace Cornea.Tests.Layers.Augmentation;

/// <summary>An augmentation, or several of each kind, made for a data format and a seed; for images of bytes as a rule.</summary>
internal static class AugmentationCases
{
    public static IReadOnlyDictionary<string, Func<DataFormat, int?, BaseImagePreprocessingLayer>> All { get; } = new Dictionary<string, Func<DataFormat, int?, BaseImagePreprocessingLayer>>
    {
        ["AugMix"] = (format, seed) => new AugMix(numChains: 2, chainDepth: 2, seed: seed, dataFormat: format),
        ["AugMix plain"] = (format, seed) => new AugMix(numChains: 1, chainDepth: 1, allOps: false, factor: (0.2, 0.5), seed: seed, dataFormat: format),
        ["AutoContrast"] = (format, _) => new AutoContrast((0, 1), format),
        ["CLAHE"] = (format, _) => new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: 2, tileGridSize: (2, 3), dataFormat: format),
        ["CutMix"] = (format, seed) => new CutMix(seed: seed, dataFormat: format),
        ["Equalization"] = (format, _) => new Equalization(bins: 32, dataFormat: format),
        ["MaxNumBoundingBoxes"] = (format, _) => new MaxNumBoundingBoxes(3, dataFormat: format),
        ["MixUp"] = (format, seed) => new MixUp(seed: seed, dataFormat: format),
        ["RandAugment"] = (format, seed) => new RandAugment(seed: seed, dataFormat: format),
        ["RandomBrightness"] = (format, seed) => new RandomBrightness((-0.1, 0.5), seed: seed, dataFormat: format),
        ["RandomColorDegeneration"] = (format, seed) => new RandomColorDegeneration(0.5, seed: seed, dataFormat: format),
        ["RandomColorJitter"] = (format, seed) => new RandomColorJitter((0, 255), 0.3, 0.4, (0.2, 0.6), 0.3, seed, format),
        ["RandomContrast"] = (format, seed) => new RandomContrast((0.3, 0.8), (0, 255), seed, format),
        ["RandomCrop"] = (format, seed) => new RandomCrop(4, 3, seed, format),
        ["RandomElasticTransform"] = (format, seed) => new RandomElasticTransform(1.0, (0.5, 1), seed: seed, dataFormat: format),
        ["RandomErasing"] = (format, seed) => new RandomErasing(1.0, seed: seed, dataFormat: format),
        ["RandomErasing colour"] = (format, seed) => new RandomErasing((1, 1), (0.2, 0.5), (1.0, 2, 3), seed: seed, dataFormat: format),
        ["RandomFlip"] = (format, seed) => new RandomFlip(seed: seed, dataFormat: format),
        ["RandomGaussianBlur"] = (format, seed) => new RandomGaussianBlur(1.0, (3, 5), (0.5, 1), seed: seed, dataFormat: format),
        ["RandomGrayscale"] = (format, seed) => new RandomGrayscale(dataFormat: format, seed: seed),
        ["RandomHue"] = (format, seed) => new RandomHue(0.3, seed: seed, dataFormat: format),
        ["RandomInvert"] = (format, seed) => new RandomInvert(seed: seed, dataFormat: format),
        ["RandomPerspective"] = (format, seed) => new RandomPerspective((0.5, 1), 0.4, seed: seed, dataFormat: format),
        ["RandomPosterization"] = (format, seed) => new RandomPosterization((2, 5), seed: seed, dataFormat: format),
        ["RandomRotation"] = (format, seed) => new RandomRotation(0.2, "constant", fillValue: 3, seed: seed, dataFormat: format),
        ["RandomSaturation"] = (format, seed) => new RandomSaturation((0.1, 0.8), seed: seed, dataFormat: format),
        ["RandomSharpness"] = (format, seed) => new RandomSharpness(0.8, seed: seed, dataFormat: format),
        ["RandomShear"] = (format, seed) => new RandomShear(0.3, (0.1, 0.2), fillMode: "wrap", seed: seed, dataFormat: format),
        ["RandomTranslation"] = (format, seed) => new RandomTranslation(0.2, (-0.1, 0.4), "nearest", "nearest", seed, dataFormat: format),
        ["RandomZoom"] = (format, seed) => new RandomZoom(0.3, (0, 0.5), seed: seed, dataFormat: format),
        ["Solarization"] = (format, seed) => new Solarization(0.2, (0.3, 0.6), seed: seed, dataFormat: format),
    };

    /// <summary>
    /// Those whose result is smooth in the images, for values between −2 and 2. Not those that read between pixels: their gradient is, as
    /// TensorFlow's, the gradient moved back.
    /// </summary>
    public static IReadOnlyDictionary<string, Func<BaseImagePreprocessingLayer>> Smooth { get; } = new Dictionary<string, Func<BaseImagePreprocessingLayer>>
    {
        ["CutMix"] = () => new CutMix(seed: 3),
        ["MixUp"] = () => new MixUp(seed: 3),
        ["RandomBrightness"] = () => new RandomBrightness(0.2, (-2, 2), 3),
        ["RandomColorDegeneration"] = () => new RandomColorDegeneration(0.5, (-2, 2), seed: 3),
        ["RandomContrast"] = () => new RandomContrast((0.3, 0.4), (-2, 2), 3),
        ["RandomCrop"] = () => new RandomCrop(4, 3, 3),
        ["RandomElasticTransform"] = () => new RandomElasticTransform((1, 1), valueRange: (-2, 2), seed: 3),
        ["RandomErasing"] = () => new RandomErasing((1, 1), (0.2, 0.5), 1, (-2, 2), 3),
        ["RandomFlip"] = () => new RandomFlip(seed: 3),
        ["RandomGaussianBlur"] = () => new RandomGaussianBlur((1, 1), 3, (0.5, 1), (-2, 2), seed: 3),
        ["RandomGrayscale"] = () => new RandomGrayscale(1, seed: 3),
        ["RandomInvert"] = () => new RandomInvert((1, 1), (-2, 2), 3),
        ["RandomSharpness"] = () => new RandomSharpness((0.2, 0.4), (-2, 2), seed: 3),
        ["RandomTranslation"] = () => new RandomTranslation((0, 0), (0, 0), seed: 3),
        ["Solarization"] = () => new Solarization(0.1, (0.5, 0.5), (-2, 2), 3),
    };
}
