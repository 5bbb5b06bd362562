using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    /// <summary>Xception: separable convolutions in residual blocks; 23 million weights, 299×299 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: Chollet, Xception: deep learning with depthwise separable convolutions (2016), arXiv:1610.02357, figure 5.</remarks>
    public static Model Xception(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "xception")
    {
        var options = new ApplicationOptions(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        Tensor input = options.Begin(defaultSize: 299, minSize: 71);
        Tensor x = Activated(Normalized(Convolution(input, 32, 3, stride: 2, same: false, name: "block1_conv1"), "block1_conv1_bn"), name: "block1_conv1_act");
        x = Activated(Normalized(Convolution(x, 64, 3, same: false, name: "block1_conv2"), "block1_conv2_bn"), name: "block1_conv2_act");
        x = Halved(x, 128, 128, "block2", isFirst: true);
        x = Halved(x, 256, 256, "block3");
        x = Halved(x, 728, 728, "block4");
        for (int block = 5; block < 13; block++)
        {
            Tensor residual = x;
            for (int index = 1; index <= 3; index++) x = ActivatedSeparable(x, 728, $"block{block}_sepconv{index}");
            x = Sum(null, x, residual);
        }

        x = Halved(x, 728, 1024, "block13");
        x = SeparableActivated(x, 1536, "block14_sepconv1");
        x = SeparableActivated(x, 2048, "block14_sepconv2");
        return options.End(input, x, PretrainedFiles.Usual("xception", "xception", "0a58e3b7378bc2990ea3b43d5981f1f6", "b0042744bf5b25fce3cb969f33bebb97"), namesPooling: false);
    }

    // Two separable convolutions and a pooling that halves, beside a 1×1 convolution of stride 2.
    private static Tensor Halved(Tensor x, int inner, int outer, string name, bool isFirst = false)
    {
        Tensor residual = Normalized(Convolution(x, outer, 1, stride: 2));
        Tensor y = isFirst ? Normalized(Separable(x, inner, 3, $"{name}_sepconv1"), $"{name}_sepconv1_bn") : ActivatedSeparable(x, inner, $"{name}_sepconv1");
        y = ActivatedSeparable(y, outer, $"{name}_sepconv2");
        return Sum(null, new MaxPooling2D(3, 2, Padding.Same, name: $"{name}_pool").Call(y), residual);
    }

    private static Tensor ActivatedSeparable(Tensor x, int filters, string name) =>
        Normalized(Separable(Activated(x, name: $"{name}_act"), filters, 3, name), $"{name}_bn");

    private static Tensor SeparableActivated(Tensor x, int filters, string name) =>
        Activated(Normalized(Separable(x, filters, 3, name), $"{name}_bn"), name: $"{name}_act");
}
