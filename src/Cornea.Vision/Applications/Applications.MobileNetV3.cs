using System.Globalization;
using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    // Expansion, filters, whether the kernel is the large one (5, or 3 in a minimalistic network), stride, squeeze and excite, hard swish: tables 1 and 2 of the paper.
    private static readonly (double Expansion, int Filters, bool IsWide, int Stride, bool Squeezes, bool Swishes)[] MobileNetV3SmallBlocks =
    [
        (1, 16, false, 2, true, false), (72 / 16.0, 24, false, 2, false, false), (88 / 24.0, 24, false, 1, false, false),
        (4, 40, true, 2, true, true), (6, 40, true, 1, true, true), (6, 40, true, 1, true, true), (3, 48, true, 1, true, true),
        (3, 48, true, 1, true, true), (6, 96, true, 2, true, true), (6, 96, true, 1, true, true), (6, 96, true, 1, true, true),
    ];

    private static readonly (double Expansion, int Filters, bool IsWide, int Stride, bool Squeezes, bool Swishes)[] MobileNetV3LargeBlocks =
    [
        (1, 16, false, 1, false, false), (4, 24, false, 2, false, false), (3, 24, false, 1, false, false), (3, 40, true, 2, true, false),
        (3, 40, true, 1, true, false), (3, 40, true, 1, true, false), (6, 80, false, 2, false, true), (2.5, 80, false, 1, false, true),
        (2.3, 80, false, 1, false, true), (2.3, 80, false, 1, false, true), (6, 112, false, 1, true, true), (6, 112, false, 1, true, true),
        (6, 160, true, 2, true, true), (6, 160, true, 1, true, true), (6, 160, true, 1, true, true),
    ];

    private static readonly Dictionary<string, (string Top, string NoTop)> MobileNetV3Hashes = new()
    {
        ["large_224_0.75_float"] = ("765b44a33ad4005b3ac83185abf1d0eb", "40af19a13ebea4e2ee0c676887f69a2e"),
        ["large_224_1.0_float"] = ("59e551e166be033d707958cf9e29a6a7", "07fb09a5933dd0c8eaafa16978110389"),
        ["large_minimalistic_224_1.0_float"] = ("675e7b876c45c57e9e63e6d90a36599c", "ec5221f64a2f6d1ef965a614bdae7973"),
        ["small_224_0.75_float"] = ("cb65d4e5be93758266aa0a7f2c6708b7", "ebdb5cc8e0b497cd13a7c275d475c819"),
        ["small_224_1.0_float"] = ("8768d4c2e7dee89b9d02b2d03d65d862", "d3e8ec802a04aa4fc771ee12a9a9b836"),
        ["small_minimalistic_224_1.0_float"] = ("99cd97fb2fcdad2bf028eb838de69e37", "cde8136e733e811080d9fcd8a252f7e4"),
    };

    /// <summary>MobileNetV3, the small one: 2.6 million weights, pixels from 0 to 255 of any size from 32.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="alpha">The width: every number of filters times it. ImageNet's weights: 0.75 and 1.</param>
    /// <param name="minimalistic">Without squeeze-and-excite, hard swish and 5×5 kernels, for processors that are slow at them.</param>
    /// <param name="dropoutRate">The part that is dropped before the classifier.</param>
    /// <param name="includePreprocessing">Whether it scales the pixels itself; else it takes −1 to 1.</param>
    /// <remarks>Source: Howard et al., Searching for MobileNetV3 (2019), arXiv:1905.02244.</remarks>
    public static Model MobileNetV3Small(
        Shape? inputShape = null, double alpha = 1, bool minimalistic = false, bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null,
        int classes = 1000, string? pooling = null, double dropoutRate = 0.2, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string name = "MobileNetV3Small") =>
        MobileNetV3(new(name, includeTop, weights, inputTensor, inputShape ?? new Shape(Shape.Unknown, Shape.Unknown, 3), pooling, classes, classifierActivation), "small",
            MobileNetV3SmallBlocks, 1024, alpha, minimalistic, dropoutRate, includePreprocessing);

    /// <summary>MobileNetV3, the large one: 5.5 million weights, pixels from 0 to 255 of any size from 32.</summary>
    /// <inheritdoc cref="MobileNetV3Small"/>
    public static Model MobileNetV3Large(
        Shape? inputShape = null, double alpha = 1, bool minimalistic = false, bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null,
        int classes = 1000, string? pooling = null, double dropoutRate = 0.2, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string name = "MobileNetV3Large") =>
        MobileNetV3(new(name, includeTop, weights, inputTensor, inputShape ?? new Shape(Shape.Unknown, Shape.Unknown, 3), pooling, classes, classifierActivation), "large",
            MobileNetV3LargeBlocks, 1280, alpha, minimalistic, dropoutRate, includePreprocessing);

    private static Model MobileNetV3(
        ApplicationOptions options, string kind, (double Expansion, int Filters, bool IsWide, int Stride, bool Squeezes, bool Swishes)[] blocks,
        int lastChannels, double alpha, bool minimalistic, double dropoutRate, bool includePreprocessing)
    {
        if (options.IsPretrained) CheckWidth(options, alpha, minimalistic ? [1] : [0.75, 1]);
        Tensor input = options.Begin(PretrainedSide, takesAnySize: true), x = input;
        if (includePreprocessing) x = new Rescaling(1 / 127.5, -1).Call(x);
        x = Swished(MobileNormalized(Convolution(x, 16, 3, stride: 2, name: "conv"), "conv_bn"), !minimalistic);
        for (int block = 0; block < blocks.Length; block++)
        {
            var (expansion, filters, isWide, stride, squeezes, swishes) = blocks[block];
            x = SqueezedResidual(x, expansion, Divisible(filters * alpha), isWide && !minimalistic ? 5 : 3, stride, squeezes && !minimalistic, swishes && !minimalistic, block);
        }

        x = Convolution(x, Divisible(x.Shape[^1] * 6), 1, name: "conv_1");
        x = Swished(MobileNormalized(x, "conv_1_bn"), !minimalistic);
        string file = string.Create(CultureInfo.InvariantCulture, $"{kind}{(minimalistic ? "_minimalistic" : "")}_224_{alpha:0.0##}_float");
        var (top, noTop) = MobileNetV3Hashes.GetValueOrDefault(file);
        var pretrained = PretrainedFiles.Named("mobilenet_v3", $"weights_mobilenet_v3_{file}.h5", top, $"weights_mobilenet_v3_{file}_no_top_v2.h5", noTop);
        return options.End(input, x, pretrained, top: features =>
        {
            Tensor y = new GlobalAveragePooling2D(keepDims: true).Call(features);
            y = Swished(Convolution(y, alpha > 1 ? Divisible(lastChannels * alpha) : lastChannels, 1, bias: true, name: "conv_2"), !minimalistic);
            if (dropoutRate > 0) y = new Dropout(dropoutRate).Call(y);
            y = new Flatten().Call(Convolution(y, options.Classes, 1, bias: true, name: "logits"));
            return new Activation(options.ClassifierActivation ?? "linear", "predictions").Call(y);
        });
    }

    private static Tensor SqueezedResidual(Tensor x, double expansion, int filters, int kernel, int stride, bool squeezes, bool swishes, int block)
    {
        int channels = x.Shape[^1];
        string prefix = block == 0 ? "expanded_conv_" : $"expanded_conv_{block}_";
        Tensor inner = x;
        if (block > 0)
        {
            inner = Convolution(inner, Divisible(channels * expansion), 1, name: $"{prefix}expand");
            inner = Swished(MobileNormalized(inner, $"{prefix}expand_bn"), swishes);
        }

        if (stride == 2) inner = Padded(inner, CorrectPadding(inner, kernel), $"{prefix}depthwise_pad");
        inner = Depthwise(inner, kernel, stride, same: stride == 1, $"{prefix}depthwise");
        inner = Swished(MobileNormalized(inner, $"{prefix}depthwise_bn"), swishes);
        if (squeezes) inner = Excited(inner, Divisible(Divisible(channels * expansion) * 0.25), $"{prefix}squeeze_excite_");
        inner = MobileNormalized(Convolution(inner, filters, 1, name: $"{prefix}project"), $"{prefix}project_bn");
        return stride == 1 && channels == filters ? Sum($"{prefix}add", x, inner) : inner;
    }

    private static Tensor Excited(Tensor x, int squeezed, string prefix)
    {
        Tensor weight = new GlobalAveragePooling2D(keepDims: true, name: $"{prefix}avg_pool").Call(x);
        weight = new ReLU(name: $"{prefix}relu").Call(Convolution(weight, squeezed, 1, bias: true, name: $"{prefix}conv"));
        weight = Convolution(weight, x.Shape[^1], 1, bias: true, name: $"{prefix}conv_1");
        weight = Relu6(weight + 3) * (1 / 6.0); // The hard sigmoid, as Keras writes it here.
        return new Multiply($"{prefix}mul").Call([x, weight]);
    }

    private static Tensor MobileNormalized(Tensor x, string name) => Normalized(x, name, momentum: 0.999);

    private static Tensor Swished(Tensor x, bool swishes) => swishes ? Activated(x, "hard_swish") : new ReLU().Call(x);
}
