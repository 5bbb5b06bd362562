using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

// Residual networks whose blocks have two 3×3 convolutions, after torchvision: Keras has only those of bottlenecks.
public static partial class Applications
{
    private const double BasicEpsilon = 1e-5;

    /// <summary>The residual network of 18 layers: 12 million weights, 224×224 pixels from 0 to 1 with ImageNet's statistics taken off.</summary>
    /// <param name="includeTop">Whether the classifier stands on top.</param>
    /// <param name="weights">Null: drawn at random; or a file's path. Keras has no official weights for this network.</param>
    /// <param name="inputTensor">A symbolic tensor that the network is put on; null for an input of its own.</param>
    /// <param name="inputShape">[height, width, channels]; the network takes images of any size from 32.</param>
    /// <param name="pooling">Without a top: null for the feature map, <c>"avg"</c> or <c>"max"</c> over its pixels.</param>
    /// <param name="classes">The number of classes of the top.</param>
    /// <param name="classifierActivation">The top's activation; null for logits.</param>
    /// <param name="name">The model's name.</param>
    /// <remarks>Shapes as in torchvision: no biases, strided convolutions padded on both sides. Source: He, Zhang, Ren and Sun, Deep residual learning
    /// for image recognition (2015), arXiv:1512.03385, table 1.</remarks>
    /// <exception cref="ArgumentException">The arguments don't fit each other, or the weights are <c>"imagenet"</c>.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Model ResNet18(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet18") =>
        BasicResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [2, 2, 2, 2]);

    /// <summary>The residual network of 34 layers: 22 million weights.</summary>
    /// <inheritdoc cref="ResNet18"/>
    public static Model ResNet34(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet34") =>
        BasicResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 4, 6, 3]);

    private static Model BasicResNet(ApplicationOptions options, int[] blocks)
    {
        Tensor input = options.WithoutPretrained().Begin(defaultSize: 224, takesAnySize: true);
        Tensor x = Convolution(Padded(input, 3, "conv1_pad"), 64, 7, stride: 2, same: false, name: "conv1_conv");
        x = Activated(Normalized(x, "conv1_bn", BasicEpsilon, momentum: 0.9), name: "conv1_relu");
        x = new MaxPooling2D(3, 2, name: "pool1_pool").Call(Padded(x, 1, "pool1_pad")); // Never negative, so zeros round it change no maximum.
        for (int stage = 0; stage < blocks.Length; stage++)
            for (int block = 1; block <= blocks[stage]; block++)
                x = BasicBlock(x, 64 << stage, stride: stage > 0 && block == 1 ? 2 : 1, Projected, $"conv{stage + 2}_block{block}");
        Model model = options.Assemble(input, x);
        options.LoadFile(model);
        return model;
    }

    // Two 3×3 convolutions beside a shortcut, which somebody has to bring to their shape where they change it.
    private static Tensor BasicBlock(Tensor x, int filters, int stride, Func<Tensor, int, int, string, Tensor> shortcut, string name)
    {
        Tensor beside = stride > 1 || x.Shape[^1] != filters ? shortcut(x, filters, stride, name) : x;
        Tensor inner = stride > 1
            ? Convolution(Padded(x, 1, $"{name}_1_pad"), filters, 3, stride, same: false, name: $"{name}_1_conv")
            : Convolution(x, filters, 3, name: $"{name}_1_conv");
        inner = Activated(Normalized(inner, $"{name}_1_bn", BasicEpsilon, momentum: 0.9), name: $"{name}_1_relu");
        inner = Normalized(Convolution(inner, filters, 3, name: $"{name}_2_conv"), $"{name}_2_bn", BasicEpsilon, momentum: 0.9);
        return Activated(Sum($"{name}_add", beside, inner), name: $"{name}_out");
    }

    // The paper's option B: a 1×1 convolution.
    private static Tensor Projected(Tensor x, int filters, int stride, string name) =>
        Normalized(Convolution(x, filters, 1, stride, same: false, name: $"{name}_0_conv"), $"{name}_0_bn", BasicEpsilon, momentum: 0.9);
}
