using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    private const double ConvNeXtEpsilon = 1e-6;

    /// <summary>ConvNeXt, tiny: 29 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="includePreprocessing">Whether it takes ImageNet's statistics off itself.</param>
    /// <remarks>Source: Liu et al., A ConvNet for the 2020s (2022), arXiv:2201.03545.</remarks>
    public static Model ConvNeXtTiny(
        bool includeTop = true, bool includePreprocessing = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string name = "convnext_tiny") =>
        ConvNeXt(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 9, 96, includePreprocessing, "convnext_tiny",
            "8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff", "d547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1");

    /// <summary>ConvNeXt, small: 50 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtSmall(
        bool includeTop = true, bool includePreprocessing = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string name = "convnext_small") =>
        ConvNeXt(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 27, 96, includePreprocessing, "convnext_small",
            "ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c", "6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab");

    /// <summary>ConvNeXt, base: 89 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtBase(
        bool includeTop = true, bool includePreprocessing = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string name = "convnext_base") =>
        ConvNeXt(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 27, 128, includePreprocessing, "convnext_base",
            "52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6", "40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45");

    /// <summary>ConvNeXt, large: 198 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtLarge(
        bool includeTop = true, bool includePreprocessing = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string name = "convnext_large") =>
        ConvNeXt(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 27, 192, includePreprocessing, "convnext_large",
            "070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6", "96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd");

    /// <summary>ConvNeXt, extra large: 350 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtXLarge(
        bool includeTop = true, bool includePreprocessing = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string name = "convnext_xlarge") =>
        ConvNeXt(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 27, 256, includePreprocessing, "convnext_xlarge",
            "c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee", "de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05");

    private static Model ConvNeXt(ApplicationOptions options, int third, int width, bool includePreprocessing, string file, string topHash, string noTopHash)
    {
        string name = options.Name;
        int[] depths = [3, 3, third, 3];
        Tensor input = options.Begin(defaultSize: 224), x = input;
        if (includePreprocessing && input.Shape[^1] == 3) x = Prestem(x, name);
        for (int stage = 0; stage < depths.Length; stage++)
        {
            int channels = width << stage;
            x = stage == 0
                ? new Sequential([new Conv2D(channels, 4, 4, name: $"{name}_stem_conv"), new LayerNormalization(epsilon: ConvNeXtEpsilon, name: $"{name}_stem_layernorm")], $"{name}_stem").Call(x)
                : new Sequential(
                    [
                        new LayerNormalization(epsilon: ConvNeXtEpsilon, name: $"{name}_downsampling_layernorm_{stage - 1}"),
                        new Conv2D(channels, 2, 2, name: $"{name}_downsampling_conv_{stage - 1}"),
                    ],
                    $"{name}_downsampling_block_{stage - 1}").Call(x);
            for (int block = 0; block < depths[stage]; block++) x = ConvNeXtBlock(x, channels, $"{name}_stage_{stage}_block_{block}");
        }

        var pretrained = PretrainedFiles.Plain("tensorflow/keras-applications/convnext/", file, topHash, noTopHash);
        if (options.IncludeTop)
        {
            return options.End(input, x, pretrained, top: features =>
            {
                Tensor y = new GlobalAveragePooling2D(name: $"{name}_head_gap").Call(features);
                return options.Classify(new LayerNormalization(epsilon: ConvNeXtEpsilon, name: $"{name}_head_layernorm").Call(y), name: $"{name}_head_dense");
            });
        }

        Tensor output = new LayerNormalization(epsilon: ConvNeXtEpsilon).Call(options.Pool(x, isNamed: false));
        return options.Load(new Model(input, output, name), pretrained);
    }

    private static Tensor Prestem(Tensor x, string name)
    {
        double[] mean = [.. ImageNetMean.Select(value => value * 255)], variance = [.. ImageNetDeviation.Select(value => value * 255 * value * 255)];
        return new Normalization(mean: mean, variance: variance, name: $"{name}_prestem_normalization").Call(x);
    }

    private static Tensor ConvNeXtBlock(Tensor x, int channels, string name)
    {
        Tensor y = new Conv2D(channels, 7, padding: "same", groups: channels, name: $"{name}_depthwise_conv").Call(x);
        y = new LayerNormalization(epsilon: ConvNeXtEpsilon, name: $"{name}_layernorm").Call(y);
        y = Activated(new Dense(4 * channels, name: $"{name}_pointwise_conv_1").Call(y), "gelu", $"{name}_gelu");
        y = new Dense(channels, name: $"{name}_pointwise_conv_2").Call(y);
        y = new LayerScale(1e-6, channels, $"{name}_layer_scale").Call(y);
        return x + Activated(y, "linear", $"{name}_identity");
    }
}
