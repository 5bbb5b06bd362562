using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Layers.Augmentation;

/// <summary>Bad arguments are refused: the message names the layer, the exception the argument, and what is allowed is said.</summary>
public class AugmentationRefusalTests
{
    private static readonly Dictionary<string, (Action Act, string Layer, string Argument, string Allowed)> Cases = new()
    {
        ["AugMix range"] = (() => new AugMix((3, 3)), "AugMix", "valueRange", "two different numbers"),
        ["AugMix chains"] = (() => new AugMix(numChains: 0), "AugMix", "numChains", "at least 1"),
        ["AugMix depth"] = (() => new AugMix(chainDepth: -1), "AugMix", "chainDepth", "at least 0"),
        ["AugMix factor"] = (() => new AugMix(factor: 1.5), "AugMix", "factor", "from 0 to 1"),
        ["AugMix alpha"] = (() => new AugMix(alpha: 0), "AugMix", "alpha", "above 0"),
        ["AugMix interpolation"] = (() => new AugMix(interpolation: "bicubic"), "AugMix", "interpolation", "nearest, bilinear"),
        ["AutoContrast"] = (() => new AutoContrast((1, 1)), "AutoContrast", "valueRange", "two different numbers"),
        ["CLAHE"] = (() => new ContrastLimitedAdaptiveHistogramEqualization(tileGridSize: (0, 2)), "ContrastLimitedAdaptiveHistogramEqualization", "tileGridSize", "at least 1"),
        ["CutMix"] = (() => new CutMix((-0.1, 1)), "CutMix", "factor", "from 0 to 1"),
        ["Equalization"] = (() => new Equalization(bins: 0), "Equalization", "bins", "at least 1"),
        ["MaxNumBoundingBoxes"] = (() => new MaxNumBoundingBoxes(-1), "MaxNumBoundingBoxes", "maxNumber", "at least 0"),
        ["MixUp"] = (() => new MixUp(0), "MixUp", "alpha", "above 0"),
        ["Pipeline"] = (() => new Pipeline([]), "Pipeline", "layers", "at least one"),
        ["RandAugment ops"] = (() => new RandAugment(numOps: -1), "RandAugment", "numOps", "at least 0"),
        ["RandAugment factor"] = (() => new RandAugment(factor: (0.5, 2)), "RandAugment", "factor", "from 0 to 1"),
        ["RandomBrightness"] = (() => new RandomBrightness(1.1), "RandomBrightness", "factor", "from -1 to 1"),
        ["RandomBrightness range"] = (() => new RandomBrightness(0.1, (2, 2)), "RandomBrightness", "valueRange", "two different numbers"),
        ["RandomColorDegeneration"] = (() => new RandomColorDegeneration((0, 2)), "RandomColorDegeneration", "factor", "from -1 to 1"),
        ["RandomColorJitter brightness"] = (() => new RandomColorJitter(brightnessFactor: 2), "RandomColorJitter", "brightnessFactor", "from -1 to 1"),
        ["RandomColorJitter contrast"] = (() => new RandomColorJitter(contrastFactor: -0.1), "RandomColorJitter", "contrastFactor", "from 0 to 1"),
        ["RandomColorJitter saturation"] = (() => new RandomColorJitter(saturationFactor: (0, 1.2)), "RandomColorJitter", "saturationFactor", "from -1 to 1"),
        ["RandomColorJitter hue"] = (() => new RandomColorJitter(hueFactor: 1.2), "RandomColorJitter", "hueFactor", "from 0 to 1"),
        ["RandomContrast"] = (() => new RandomContrast(-0.2), "RandomContrast", "factor", "from 0 to 1"),
        ["RandomCrop height"] = (() => new RandomCrop(0, 3), "RandomCrop", "height", "at least 1"),
        ["RandomCrop width"] = (() => new RandomCrop(3, 0), "RandomCrop", "width", "at least 1"),
        ["RandomElasticTransform factor"] = (() => new RandomElasticTransform(2), "RandomElasticTransform", "factor", "from 0 to 1"),
        ["RandomElasticTransform scale"] = (() => new RandomElasticTransform(scale: -1), "RandomElasticTransform", "scale", "from 0 to 1"),
        ["RandomElasticTransform fill"] = (() => new RandomElasticTransform(fillMode: "edge"), "RandomElasticTransform", "fillMode", "reflect, mirror, wrap, constant, nearest"),
        ["RandomErasing factor"] = (() => new RandomErasing(1.5), "RandomErasing", "factor", "from 0 to 1"),
        ["RandomErasing scale"] = (() => new RandomErasing(scale: (0.5, 1.5)), "RandomErasing", "scale", "from 0 to 1"),
        ["RandomFlip"] = (() => new RandomFlip("sideways"), "RandomFlip", "mode", "horizontal, vertical, horizontal_and_vertical"),
        ["RandomGaussianBlur factor"] = (() => new RandomGaussianBlur(1.5), "RandomGaussianBlur", "factor", "from 0 to 1"),
        ["RandomGaussianBlur kernel"] = (() => new RandomGaussianBlur(kernelSize: (3, 4)), "RandomGaussianBlur", "kernelSize", "odd"),
        ["RandomGaussianBlur sigma"] = (() => new RandomGaussianBlur(sigma: 2), "RandomGaussianBlur", "sigma", "from 0 to 1"),
        ["RandomGrayscale"] = (() => new RandomGrayscale(1.5), "RandomGrayscale", "factor", "from 0 to 1"),
        ["RandomHue"] = (() => new RandomHue((0, 2)), "RandomHue", "factor", "from 0 to 1"),
        ["RandomInvert"] = (() => new RandomInvert(-1), "RandomInvert", "factor", "from 0 to 1"),
        ["RandomPerspective factor"] = (() => new RandomPerspective(2), "RandomPerspective", "factor", "from 0 to 1"),
        ["RandomPerspective scale"] = (() => new RandomPerspective(scale: 1.5), "RandomPerspective", "scale", "from 0 to 1"),
        ["RandomPosterization"] = (() => new RandomPosterization(9), "RandomPosterization", "factor", "from 1 to 8"),
        ["RandomRotation factor"] = (() => new RandomRotation(1.5), "RandomRotation", "factor", "from -1 to 1"),
        ["RandomRotation fill"] = (() => new RandomRotation(0.1, "mirror"), "RandomRotation", "fillMode", "reflect, wrap, constant, nearest"),
        ["RandomRotation interpolation"] = (() => new RandomRotation(0.1, interpolation: "bicubic"), "RandomRotation", "interpolation", "nearest, bilinear"),
        ["RandomSaturation"] = (() => new RandomSaturation(1.5), "RandomSaturation", "factor", "from -1 to 1"),
        ["RandomSharpness"] = (() => new RandomSharpness((-0.1, 0.5)), "RandomSharpness", "factor", "from 0 to 1"),
        ["RandomShear x"] = (() => new RandomShear(-0.1), "RandomShear", "xFactor", "from 0 to 1"),
        ["RandomShear y"] = (() => new RandomShear(0.1, (0.5, 1.5)), "RandomShear", "yFactor", "from 0 to 1"),
        ["RandomTranslation height"] = (() => new RandomTranslation(1.5, 0), "RandomTranslation", "heightFactor", "from -1 to 1"),
        ["RandomTranslation width"] = (() => new RandomTranslation(0, (-2, 0)), "RandomTranslation", "widthFactor", "from -1 to 1"),
        ["RandomZoom height"] = (() => new RandomZoom((-1, 0)), "RandomZoom", "heightFactor", "above -1 and up to 1"),
        ["RandomZoom width"] = (() => new RandomZoom(0.1, 1.5), "RandomZoom", "widthFactor", "above -1 and up to 1"),
        ["Solarization addition"] = (() => new Solarization(1.5), "Solarization", "additionFactor", "from 0 to 1"),
        ["Solarization threshold"] = (() => new Solarization(0, (-1, 0)), "Solarization", "thresholdFactor", "from 0 to 1"),
        ["boxes"] = (() => new RandomFlip { BoundingBoxFormat = "corners" }, "RandomFlip", "BoundingBoxFormat", "xyxy, yxyx, xywh"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_arguments_are_refused(string name)
    {
        (Action act, string layer, string argument, string allowed) = Cases[name];
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(act);
        Assert.StartsWith(layer + " '", error.Message, StringComparison.Ordinal);
        Assert.Equal(argument, error.ParamName);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_images_and_labels_are_refused()
    {
        ShapeException rank = Assert.Throws<ShapeException>(() => new RandomFlip(name: "flip").Call(Ops.Ones([4, 3])));
        Assert.Contains("RandomFlip 'flip': expected images [height, width, channels] or [batch, height, width, channels], got (4, 3)", rank.Message, StringComparison.Ordinal);
        ShapeException labels = Assert.Throws<ShapeException>(() => new MixUp(name: "mix").Call(new LabeledImages(Ops.Ones([2, 4, 4, 3]), Ops.Arange(2))));
        Assert.Contains("MixUp 'mix': expected labels as rows of numbers, [batch, classes], got (2,)", labels.Message, StringComparison.Ordinal);
        var boxes = new BoundingBoxes(Ops.Ones([2, 1, 4]), Ops.Zeros([2, 1]));
        ArgumentException format = Assert.Throws<ArgumentException>(() => new RandomFlip(name: "flip").Call(new LabeledImages(Ops.Ones([2, 4, 4, 3]), BoundingBoxes: boxes)));
        Assert.Contains("BoundingBoxFormat", format.Message, StringComparison.Ordinal);
        ShapeException grey = Assert.Throws<ShapeException>(() => new RandomHue(0.2, name: "hue").Call(Ops.Ones([2, 4, 4, 1])));
        Assert.Contains("RandomHue 'hue': RgbToHsv: expected 3 channels", grey.Message, StringComparison.Ordinal);
    }
}
