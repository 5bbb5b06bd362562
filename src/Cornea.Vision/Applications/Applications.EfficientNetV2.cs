using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    private const double EfficientNetV2Momentum = 0.9;

    // Repeats, filters, expansion, stride, whether expansion and depthwise convolution are fused into one of 3×3 (those have no squeeze and excite): table 4 of the paper.
    private static readonly (int Repeats, int Filters, int Expansion, int Stride, bool IsFused)[] EfficientNetV2B =
        [(1, 16, 1, 1, true), (2, 32, 4, 2, true), (2, 48, 4, 2, true), (3, 96, 4, 2, false), (5, 112, 6, 1, false), (8, 192, 6, 2, false)];

    private static readonly (int Repeats, int Filters, int Expansion, int Stride, bool IsFused)[] EfficientNetV2SBlocks =
        [(2, 24, 1, 1, true), (4, 48, 4, 2, true), (4, 64, 4, 2, true), (6, 128, 4, 2, false), (9, 160, 6, 1, false), (15, 256, 6, 2, false)];

    private static readonly (int Repeats, int Filters, int Expansion, int Stride, bool IsFused)[] EfficientNetV2MBlocks =
    [
        (3, 24, 1, 1, true), (5, 48, 4, 2, true), (5, 80, 4, 2, true), (7, 160, 4, 2, false), (14, 176, 6, 1, false), (18, 304, 6, 2, false), (5, 512, 6, 1, false),
    ];

    private static readonly (int Repeats, int Filters, int Expansion, int Stride, bool IsFused)[] EfficientNetV2LBlocks =
    [
        (4, 32, 1, 1, true), (7, 64, 4, 2, true), (7, 96, 4, 2, true), (10, 192, 4, 2, false), (19, 224, 6, 1, false), (25, 384, 6, 2, false), (7, 640, 6, 1, false),
    ];

    /// <summary>EfficientNetV2-B0: 7.2 million weights, 224×224 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="includePreprocessing">Whether it scales the pixels itself; else it takes −1 to 1.</param>
    /// <remarks>Source: Tan and Le, EfficientNetV2: smaller models and faster training (2021), arXiv:2104.00298.</remarks>
    public static Model EfficientNetV2B0(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-b0") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2B, 32, 1, 1, 224, true, includePreprocessing,
            "efficientnetv2-b0", "21ecbf6da12460d5c40bb2f29ceb2188", "893217f2bb855e2983157299931e43ff");

    /// <summary>EfficientNetV2-B1: 8.2 million weights, 240×240 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2B1(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-b1") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2B, 32, 1, 1.1, 240, true, includePreprocessing,
            "efficientnetv2-b1", "069f0534ff22adf035c89e2d9547a9dc", "0e80663031ca32d657f9caa404b6ec37");

    /// <summary>EfficientNetV2-B2: 10 million weights, 260×260 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2B2(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-b2") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2B, 32, 1.1, 1.2, 260, true, includePreprocessing,
            "efficientnetv2-b2", "424e49f28180edbde1e94797771950a7", "1dfe2e7a5d45b6632553a8961ea609eb");

    /// <summary>EfficientNetV2-B3: 14 million weights, 300×300 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2B3(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-b3") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2B, 32, 1.2, 1.4, 300, true, includePreprocessing,
            "efficientnetv2-b3", "1f1fc43bd98a6e4fd8fdfd551e02c7a0", "f6abf7b5849ac99a89b50dd3fd532856");

    /// <summary>EfficientNetV2-S: 22 million weights, 384×384 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2S(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-s") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2SBlocks, 24, 1, 1, 384, false, includePreprocessing,
            "efficientnetv2-s", "e1d88a8495beba45748fedd0cecbe016", "af0682fb74e8c54910f2d4393339c070");

    /// <summary>EfficientNetV2-M: 54 million weights, 480×480 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2M(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-m") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2MBlocks, 24, 1, 1, 480, false, includePreprocessing,
            "efficientnetv2-m", "a3bf6aa3276309f4fc6a34aa114c95cd", "1b8dc055df72dde80d614482840fe342");

    /// <summary>EfficientNetV2-L: 119 million weights, 480×480 pixels from 0 to 255.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2L(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true, string name = "efficientnetv2-l") =>
        EfficientNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), EfficientNetV2LBlocks, 32, 1, 1, 480, false, includePreprocessing,
            "efficientnetv2-l", "27e6d408b53c7ebc868fefa357689935", "b0b66b5c863aef5b46e8608fe1711615");

    private static Model EfficientNetV2(
        ApplicationOptions options, (int Repeats, int Filters, int Expansion, int Stride, bool IsFused)[] blocks, int stem, double width, double depth, int size,
        bool isSmall, bool includePreprocessing, string file, string topHash, string noTopHash)
    {
        const double Dropout = 0.2, MostDropped = 0.2;
        Tensor input = options.Begin(size), x = input;
        if (includePreprocessing)
        {
            x = isSmall && input.Shape[^1] == 3
                ? new Normalization(mean: ImageNetMean, variance: [.. ImageNetDeviation.Select(value => value * value)]).Call(new Rescaling(1 / 255.0).Call(x))
                : new Rescaling(1 / 128.0, -1).Call(x);
        }

        x = Convolution(x, Rounded(stem), 3, stride: 2, name: "stem_conv", initializer: FanOut);
        x = Activated(Normalized(x, "stem_bn", momentum: EfficientNetV2Momentum), "swish", "stem_activation");
        int all = blocks.Sum(block => block.Repeats), done = 0;
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            var (repeats, filters, expansion, stride, isFused) = blocks[stage];
            for (int index = 0; index < (int)Math.Ceiling(depth * repeats); index++)
            {
                x = EfficientBlockV2(x, Rounded(filters), expansion, index == 0 ? stride : 1, isFused, MostDropped * done++ / all, $"block{stage + 1}{(char)('a' + index)}_");
            }
        }

        x = Convolution(x, Rounded(1280), 1, name: "top_conv", initializer: FanOut);
        x = Activated(Normalized(x, "top_bn", momentum: EfficientNetV2Momentum), "swish", "top_activation");
        return options.End(input, x, PretrainedFiles.Plain("tensorflow/keras-applications/efficientnet_v2/", file, topHash, noTopHash), top: features => EfficientTop(options, features, Dropout));

        int Rounded(int filters) => Math.Max(8, (int)((filters * width) + 4) / 8 * 8); // Unlike the first version's it may be over a tenth smaller.
    }

    private static Tensor EfficientBlockV2(Tensor x, int filters, int expansion, int stride, bool isFused, double dropped, string name)
    {
        int channels = x.Shape[^1];
        Tensor inner = x;
        if (expansion > 1)
        {
            inner = Convolution(inner, channels * expansion, isFused ? 3 : 1, isFused ? stride : 1, name: $"{name}expand_conv", initializer: FanOut);
            inner = Activated(Normalized(inner, $"{name}expand_bn", momentum: EfficientNetV2Momentum), "swish", $"{name}expand_activation");
        }

        if (!isFused)
        {
            inner = Depthwise(inner, 3, stride, same: true, $"{name}dwconv2", initializer: FanOut);
            inner = Activated(Normalized(inner, $"{name}bn", momentum: EfficientNetV2Momentum), "swish", $"{name}activation");
            inner = SwishExcited(inner, Math.Max(1, channels / 4), name);
        }

        bool isWhole = isFused && expansion == 1; // One convolution is all there is.
        inner = Convolution(inner, filters, isWhole ? 3 : 1, isWhole ? stride : 1, name: $"{name}project_conv", initializer: FanOut);
        inner = Normalized(inner, $"{name}project_bn", momentum: EfficientNetV2Momentum);
        if (isWhole) inner = Activated(inner, "swish", $"{name}project_activation");
        return stride == 1 && channels == filters ? Skipped(x, inner, dropped, name) : inner;
    }
}
