using System.Globalization;
using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    private const int PretrainedSide = 224;

    // Filters and strides of the separable blocks: table 1 of the paper.
    private static readonly (int Filters, int Stride)[] MobileNetBlocks =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    // Expansion, filters, repeats and the first one's stride: table 2 of the paper.
    private static readonly (int Expansion, int Filters, int Repeats, int Stride)[] MobileNetV2Blocks =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    /// <summary>MobileNet: depthwise separable convolutions; 4 million weights, 224×224 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="inputShape">[height, width, channels]; the weights of ImageNet are for 128, 160, 192 or 224 pixels, others take those of 224.</param>
    /// <param name="alpha">The width: every number of filters times it. ImageNet's weights: 0.25, 0.5, 0.75, 1.</param>
    /// <param name="depthMultiplier">Depthwise outputs for each channel.</param>
    /// <param name="dropout">The part that is dropped before the classifier.</param>
    /// <param name="name">The model's name; with width and size by default.</param>
    /// <remarks>Source: Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications (2017), arXiv:1704.04861.</remarks>
    public static Model MobileNet(
        Shape? inputShape = null, double alpha = 1, int depthMultiplier = 1, double dropout = 1e-3, bool includeTop = true, string? weights = "imagenet",
        Tensor? inputTensor = null, string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = null)
    {
        int rows = PretrainedSize(inputShape, 128, 160, 192, 224);
        var options = new ApplicationOptions(
            name ?? MobileName("mobilenet", alpha, inputShape, includeTop, rows),
            includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        if (options.IsPretrained) CheckWidth(options, alpha, 0.25, 0.5, 0.75, 1);
        if (options.IsPretrained && depthMultiplier != 1) throw new ArgumentException($"Applications '{options.Name}': the weights of ImageNet are for a depthMultiplier of 1, got {depthMultiplier}.");

        Tensor input = options.Begin(rows);
        Tensor x = Convolution(input, (int)(32 * alpha), 3, stride: 2, name: "conv1");
        x = Relu6(Normalized(x, "conv1_bn"), "conv1_relu");
        for (int block = 1; block <= MobileNetBlocks.Length; block++)
        {
            var (filters, stride) = MobileNetBlocks[block - 1];
            if (stride == 2) x = Padded(x, ((0, 1), (0, 1)), $"conv_pad_{block}");
            x = Depthwise(x, 3, stride, same: stride == 1, $"conv_dw_{block}", depthMultiplier);
            x = Relu6(Normalized(x, $"conv_dw_{block}_bn"), $"conv_dw_{block}_relu");
            x = Convolution(x, (int)(filters * alpha), 1, name: $"conv_pw_{block}");
            x = Relu6(Normalized(x, $"conv_pw_{block}_bn"), $"conv_pw_{block}_relu");
        }

        string width = alpha switch { 1 => "1_0", 0.75 => "7_5", 0.5 => "5_0", _ => "2_5" };
        var pretrained = PretrainedFiles.Named("mobilenet", $"mobilenet_{width}_{rows}_tf.h5", null, $"mobilenet_{width}_{rows}_tf_no_top.h5", null);
        return options.End(input, x, pretrained, namesPooling: false, top: features =>
        {
            Tensor y = new GlobalAveragePooling2D(keepDims: true).Call(features);
            y = new Dropout(dropout, name: "dropout").Call(y);
            y = Convolution(y, classes, 1, bias: true, name: "conv_preds");
            y = new Reshape(classes, name: "reshape_2").Call(y);
            return new Activation(classifierActivation ?? "linear", "predictions").Call(y);
        });
    }

    /// <summary>MobileNetV2: inverted residuals; 3.5 million weights, 224×224 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="MobileNet"/>
    /// <param name="inputShape">[height, width, channels]; the weights of ImageNet are for 96, 128, 160, 192 or 224 pixels, others take those of 224.</param>
    /// <param name="alpha">The width: every number of filters times it. ImageNet's weights: 0.35, 0.5, 0.75, 1, 1.3, 1.4.</param>
    /// <remarks>Source: Sandler et al., MobileNetV2: inverted residuals and linear bottlenecks (2018), arXiv:1801.04381.</remarks>
    public static Model MobileNetV2(
        Shape? inputShape = null, double alpha = 1, bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = null)
    {
        int rows = PretrainedSize(inputShape, 96, 128, 160, 192, 224);
        var options = new ApplicationOptions(
            name ?? MobileName("mobilenetv2", alpha, inputShape, includeTop, rows),
            includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        if (options.IsPretrained) CheckWidth(options, alpha, 0.35, 0.5, 0.75, 1, 1.3, 1.4);

        Tensor input = options.Begin(rows);
        Tensor x = Convolution(input, Divisible(32 * alpha), 3, stride: 2, name: "Conv1");
        x = Relu6(Normalized(x, "bn_Conv1", momentum: 0.999), "Conv1_relu");
        int block = 0;
        foreach (var (expansion, filters, repeats, stride) in MobileNetV2Blocks)
            for (int index = 0; index < repeats; index++) x = InvertedResidual(x, expansion, Divisible((int)(filters * alpha)), index == 0 ? stride : 1, block++);
        x = Convolution(x, alpha > 1 ? Divisible(1280 * alpha) : 1280, 1, same: false, name: "Conv_1");
        x = Relu6(Normalized(x, "Conv_1_bn", momentum: 0.999), "out_relu");

        string file = string.Create(CultureInfo.InvariantCulture, $"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{alpha:0.0##}_{rows}");
        return options.End(input, x, PretrainedFiles.Named("mobilenet_v2", $"{file}.h5", null, $"{file}_no_top.h5", null), namesPooling: false,
            top: features => options.Classify(new GlobalAveragePooling2D().Call(features)));
    }

    private static Tensor InvertedResidual(Tensor x, int expansion, int filters, int stride, int block)
    {
        int channels = x.Shape[^1];
        string prefix = block == 0 ? "expanded_conv_" : $"block_{block}_";
        Tensor inner = x;
        if (block > 0)
        {
            inner = Convolution(inner, expansion * channels, 1, name: $"{prefix}expand");
            inner = Relu6(Normalized(inner, $"{prefix}expand_BN", momentum: 0.999), $"{prefix}expand_relu");
        }

        if (stride == 2) inner = Padded(inner, CorrectPadding(inner, 3), $"{prefix}pad");
        inner = Depthwise(inner, 3, stride, same: stride == 1, $"{prefix}depthwise");
        inner = Relu6(Normalized(inner, $"{prefix}depthwise_BN", momentum: 0.999), $"{prefix}depthwise_relu");
        inner = Normalized(Convolution(inner, filters, 1, name: $"{prefix}project"), $"{prefix}project_BN", momentum: 0.999);
        return channels == filters && stride == 1 ? Sum($"{prefix}add", x, inner) : inner;
    }

    // The size whose weights are taken; Keras has them for a few.
    private static int PretrainedSize(Shape? shape, params ReadOnlySpan<int> known) =>
        shape is { Rank: 3 } given && given[0] == given[1] && known.Contains(given[0]) ? given[0] : PretrainedSide;

    // As Keras names them: the width, and the height of the images where it is known.
    private static string MobileName(string family, double alpha, Shape? shape, bool includeTop, int rows)
    {
        int height = shape is { } given ? given[0] : includeTop ? rows : Shape.Unknown;
        return string.Create(CultureInfo.InvariantCulture, $"{family}_{alpha:0.00}_{(height == Shape.Unknown ? "None" : $"{height}")}");
    }

    private static void CheckWidth(ApplicationOptions options, double alpha, params ReadOnlySpan<double> known)
    {
        if (!known.Contains(alpha)) throw new ArgumentException($"Applications '{options.Name}': there are weights of ImageNet for alpha {string.Join(", ", known.ToArray())}, got {alpha}.");
    }
}
