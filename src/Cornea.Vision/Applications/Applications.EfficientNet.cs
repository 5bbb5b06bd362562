using Cornea.Initializers;
using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    // Kernel, repeats, filters, expansion, stride of B0: table 1 of the paper.
    private static readonly (int Kernel, int Repeats, int Filters, int Expansion, int Stride)[] EfficientNetBlocks =
        [(3, 1, 16, 1, 1), (3, 2, 24, 6, 2), (5, 2, 40, 6, 2), (3, 3, 80, 6, 2), (5, 3, 112, 6, 1), (5, 4, 192, 6, 2), (3, 1, 320, 6, 1)];

    // Of ImageNet's photos, from 0 to 1: red, green, blue.
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406], ImageNetDeviation = [0.229, 0.224, 0.225];

    /// <summary>EfficientNet-B0: 5.3 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: Tan and Le, EfficientNet: rethinking model scaling for convolutional neural networks (2019), arXiv:1905.11946.</remarks>
    public static Model EfficientNetB0(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb0") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1, 1, 224, 0.2,
            "efficientnetb0", "902e53a9f72be733fc0bcb005b3ebbac", "50bc09e76180e00e4465e1a485ddc09d");

    /// <summary>EfficientNet-B1: 7.9 million weights, 240×240 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB1(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb1") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1, 1.1, 240, 0.2,
            "efficientnetb1", "1d254153d4ab51201f1646940f018540", "74c4e6b3e1f6a1eea24c589628592432");

    /// <summary>EfficientNet-B2: 9.2 million weights, 260×260 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB2(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb2") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1.1, 1.2, 260, 0.3,
            "efficientnetb2", "b15cce36ff4dcbd00b6dd88e7857a6ad", "111f8e2ac8aa800a7a99e3239f7bfb39");

    /// <summary>EfficientNet-B3: 12 million weights, 300×300 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB3(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb3") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1.2, 1.4, 300, 0.3,
            "efficientnetb3", "ffd1fdc53d0ce67064dc6a9c7960ede0", "af6d107764bb5b1abb91932881670226");

    /// <summary>EfficientNet-B4: 20 million weights, 380×380 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB4(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb4") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1.4, 1.8, 380, 0.4,
            "efficientnetb4", "18c95ad55216b8f92d7e70b3a046e2fc", "ebc24e6d6c33eaebbd558eafbeedf1ba");

    /// <summary>EfficientNet-B5: 31 million weights, 456×456 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB5(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb5") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1.6, 2.2, 456, 0.4,
            "efficientnetb5", "ace28f2a6363774853a83a0b21b9421a", "38879255a25d3c92d5e44e04ae6cec6f");

    /// <summary>EfficientNet-B6: 43 million weights, 528×528 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB6(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb6") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 1.8, 2.6, 528, 0.5,
            "efficientnetb6", "165f6e37dce68623721b423839de8be5", "9ecce42647a20130c1f39a5d4cb75743");

    /// <summary>EfficientNet-B7: 67 million weights, 600×600 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB7(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnetb7") =>
        EfficientNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), 2, 3.1, 600, 0.5,
            "efficientnetb7", "8c03f828fec3ef71311cd463b6759d99", "cbcfe4450ddf6f3ad90b1b398090fe4a");

    private static Model EfficientNet(
        ApplicationOptions options, double width, double depth, int size, double dropout, string file, string topHash, string noTopHash)
    {
        const double MostDropped = 0.2; // Of the deepest block's rows.
        Tensor input = options.Begin(size);
        Tensor x = new Normalization().Call(new Rescaling(1 / 255.0).Call(input));
        if (options.IsPretrained) x = new Rescaling([.. ImageNetDeviation.Select(deviation => 1 / Math.Sqrt(deviation))], [0, 0, 0]).Call(x); // What the weights were trained with, by an old mistake.
        x = Convolution(Padded(x, CorrectPadding(x, 3), "stem_conv_pad"), Divisible(32 * width), 3, stride: 2, same: false, name: "stem_conv", initializer: FanOut);
        x = Activated(Normalized(x, "stem_bn"), "swish", "stem_activation");

        int Repeats(int repeats) => (int)Math.Ceiling(depth * repeats);
        int all = EfficientNetBlocks.Sum(block => Repeats(block.Repeats)), done = 0;
        for (int stage = 0; stage < EfficientNetBlocks.Length; stage++)
        {
            var (kernel, repeats, filters, expansion, stride) = EfficientNetBlocks[stage];
            for (int index = 0; index < Repeats(repeats); index++)
            {
                x = EfficientBlock(x, kernel, Divisible(filters * width), expansion, index == 0 ? stride : 1, MostDropped * done++ / all, $"block{stage + 1}{(char)('a' + index)}_");
            }
        }

        x = Convolution(x, Divisible(1280 * width), 1, name: "top_conv", initializer: FanOut);
        x = Activated(Normalized(x, "top_bn"), "swish", "top_activation");
        return options.End(input, x, PretrainedFiles.Plain("keras-applications/", file, topHash, noTopHash), top: features => EfficientTop(options, features, dropout));
    }

    private static Tensor EfficientTop(ApplicationOptions options, Tensor features, double dropout)
    {
        Tensor x = new GlobalAveragePooling2D(name: "avg_pool").Call(features);
        if (dropout > 0) x = new Dropout(dropout, name: "top_dropout").Call(x);
        return options.Classify(x, new VarianceScaling(1 / 3.0, "fan_out", "uniform"));
    }

    private static Tensor EfficientBlock(Tensor x, int kernel, int filters, int expansion, int stride, double dropped, string name)
    {
        int channels = x.Shape[^1];
        Tensor inner = x;
        if (expansion > 1)
        {
            inner = Convolution(inner, channels * expansion, 1, name: $"{name}expand_conv", initializer: FanOut);
            inner = Activated(Normalized(inner, $"{name}expand_bn"), "swish", $"{name}expand_activation");
        }

        if (stride == 2) inner = Padded(inner, CorrectPadding(inner, kernel), $"{name}dwconv_pad");
        inner = Depthwise(inner, kernel, stride, same: stride == 1, $"{name}dwconv", initializer: FanOut);
        inner = Activated(Normalized(inner, $"{name}bn"), "swish", $"{name}activation");
        inner = SwishExcited(inner, Math.Max(1, channels / 4), name);
        inner = Normalized(Convolution(inner, filters, 1, name: $"{name}project_conv", initializer: FanOut), $"{name}project_bn");
        return stride == 1 && channels == filters ? Skipped(x, inner, dropped, name) : inner;
    }

    // Squeeze and excite: each channel times a number that the means of all channels make.
    private static Tensor SwishExcited(Tensor x, int squeezed, string name)
    {
        int channels = x.Shape[^1];
        Tensor weight = new GlobalAveragePooling2D(name: $"{name}se_squeeze").Call(x);
        weight = new Reshape((1, 1, channels), name: $"{name}se_reshape").Call(weight);
        weight = Convolution(weight, squeezed, 1, bias: true, name: $"{name}se_reduce", activation: "swish", initializer: FanOut);
        weight = Convolution(weight, channels, 1, bias: true, name: $"{name}se_expand", activation: "sigmoid", initializer: FanOut);
        return new Multiply($"{name}se_excite").Call([x, weight]);
    }

    // The sum of a block's input and output; in training whole rows of the output are dropped (stochastic depth).
    private static Tensor Skipped(Tensor x, Tensor inner, double dropped, string name)
    {
        if (dropped > 0) inner = new Dropout(dropped, noiseShape: new Shape(Shape.Unknown, 1, 1, 1), name: $"{name}drop").Call(inner);
        return Sum($"{name}add", inner, x);
    }
}
