using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    /// <summary>Inception of the third version: 24 million weights, 299×299 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, Rethinking the Inception architecture for computer vision (2015), arXiv:1512.00567.</remarks>
    public static Model InceptionV3(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "inception_v3")
    {
        var options = new ApplicationOptions(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        Tensor input = options.Begin(defaultSize: 299, minSize: 75);
        Tensor x = InceptionStem(input);
        for (int block = 0; block < 3; block++)
        {
            x = Joined($"mixed{block}", Unit(x, 64, 1), Chain(x, (48, 1), (64, 5)), Chain(x, (64, 1), (96, 3), (96, 3)), Unit(Averaged(x), block == 0 ? 32 : 64, 1));
        }

        x = Joined("mixed3", Unit(x, 384, 3, halves: true), Unit(Chain(x, (64, 1), (96, 3)), 96, 3, halves: true), new MaxPooling2D(3, 2).Call(x));
        foreach (var (block, inner) in new[] { (4, 128), (5, 160), (6, 160), (7, 192) })
        {
            x = Joined(
                $"mixed{block}",
                Unit(x, 192, 1),
                Chain(x, (inner, 1), (inner, (1, 7)), (192, (7, 1))),
                Chain(x, (inner, 1), (inner, (7, 1)), (inner, (1, 7)), (inner, (7, 1)), (192, (1, 7))),
                Unit(Averaged(x), 192, 1));
        }

        x = Joined(
            "mixed8",
            Unit(Unit(x, 192, 1), 320, 3, halves: true),
            Unit(Chain(x, (192, 1), (192, (1, 7)), (192, (7, 1))), 192, 3, halves: true),
            new MaxPooling2D(3, 2).Call(x));
        for (int block = 0; block < 2; block++)
        {
            Tensor straight = Unit(x, 320, 1), narrow = Unit(x, 384, 1);
            narrow = Joined($"mixed9_{block}", Unit(narrow, 384, (1, 3)), Unit(narrow, 384, (3, 1)));
            Tensor wide = Chain(x, (448, 1), (384, 3));
            wide = Joined(null, Unit(wide, 384, (1, 3)), Unit(wide, 384, (3, 1)));
            x = Joined($"mixed{9 + block}", straight, narrow, wide, Unit(Averaged(x), 192, 1));
        }

        return options.End(input, x, PretrainedFiles.Usual("inception_v3", "inception_v3", "9a0d58056eeedaa3f26cb7ebd46da564", "bcbd6486424b2319ff4ef7d526e38f63"), namesPooling: false);
    }

    /// <summary>Inception with residual connections: 56 million weights, 299×299 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: Szegedy, Ioffe, Vanhoucke and Alemi, Inception-v4, Inception-ResNet and the impact of residual connections on learning (2016), arXiv:1602.07261.</remarks>
    public static Model InceptionResNetV2(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "inception_resnet_v2")
    {
        var options = new ApplicationOptions(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        Tensor input = options.Begin(defaultSize: 299, minSize: 75);
        Tensor x = InceptionStem(input);
        x = Joined("mixed_5b", Unit(x, 96, 1), Chain(x, (48, 1), (64, 5)), Chain(x, (64, 1), (96, 3), (96, 3)), Unit(Averaged(x), 64, 1));
        for (int block = 1; block <= 10; block++)
            x = ScaledResidual(x, 0.17, $"block35_{block}", true, [Unit(x, 32, 1), Chain(x, (32, 1), (32, 3)), Chain(x, (32, 1), (48, 3), (64, 3))]);
        x = Joined("mixed_6a", Unit(x, 384, 3, halves: true), Unit(Chain(x, (256, 1), (256, 3)), 384, 3, halves: true), new MaxPooling2D(3, 2).Call(x));
        for (int block = 1; block <= 20; block++)
            x = ScaledResidual(x, 0.1, $"block17_{block}", true, [Unit(x, 192, 1), Chain(x, (128, 1), (160, (1, 7)), (192, (7, 1)))]);
        x = Joined(
            "mixed_7a",
            Unit(Unit(x, 256, 1), 384, 3, halves: true),
            Unit(Unit(x, 256, 1), 288, 3, halves: true),
            Unit(Chain(x, (256, 1), (288, 3)), 320, 3, halves: true),
            new MaxPooling2D(3, 2).Call(x));
        for (int block = 1; block <= 10; block++)
            x = ScaledResidual(x, block < 10 ? 0.2 : 1, $"block8_{block}", block < 10, [Unit(x, 192, 1), Chain(x, (192, 1), (224, (1, 3)), (256, (3, 1)))]);
        x = Activated(Normalized(Convolution(x, 1536, 1, name: "conv_7b"), "conv_7b_bn", scale: false), name: "conv_7b_ac");
        return options.End(input, x, PretrainedFiles.Usual("inception_resnet_v2", "inception_resnet_v2", "e693bd0210a403b3192acc6073ad2e96", "d19885ff4a710c122648d3b5c3b684e4"), namesPooling: false);
    }

    // What both begin with: an eighth of the size.
    private static Tensor InceptionStem(Tensor input)
    {
        Tensor x = Unit(input, 32, 3, halves: true);
        x = Unit(Unit(x, 32, 3, same: false), 64, 3);
        x = new MaxPooling2D(3, 2).Call(x);
        x = Unit(Unit(x, 80, 1, same: false), 192, 3, same: false);
        return new MaxPooling2D(3, 2).Call(x);
    }

    // Convolution, normalisation, relu.
    private static Tensor Unit(Tensor x, int filters, Size2 kernel, bool halves = false, bool same = true) =>
        Activated(Normalized(Convolution(x, filters, kernel, halves ? 2 : 1, same && !halves), scale: false));

    private static Tensor Chain(Tensor x, params ReadOnlySpan<(int Filters, Size2 Kernel)> units)
    {
        foreach (var (filters, kernel) in units) x = Unit(x, filters, kernel);
        return x;
    }

    private static Tensor Averaged(Tensor x) => new AveragePooling2D(3, 1, Padding.Same).Call(x);

    private static Tensor ScaledResidual(Tensor x, double scale, string name, bool isActivated, Tensor[] branches)
    {
        Tensor up = Convolution(Joined($"{name}_mixed", branches), x.Shape[^1], 1, bias: true, name: $"{name}_conv");
        x = new CustomScaleLayer(scale).Call([x, up]);
        return isActivated ? Activated(x, name: $"{name}_ac") : x;
    }
}
