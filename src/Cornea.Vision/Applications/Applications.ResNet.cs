using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    private const double ResNetEpsilon = 1.001e-5;
    private const int Expansion = 4; // A bottleneck's outer channels, per inner one.

    /// <summary>The residual network of 50 layers: 26 million weights, 224×224 pixels, in BGR with ImageNet's means taken off.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition (2015), arXiv:1512.03385.</remarks>
    public static Model ResNet50(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet50") =>
        ResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 4, 6, 3],
            PretrainedFiles.Usual("resnet", "resnet50", "2cb95161c43110f7111970584f804107", "4d473c1dd8becc155b73f8504c6f6626"));

    /// <summary>The residual network of 101 layers: 45 million weights.</summary>
    /// <inheritdoc cref="ResNet50"/>
    public static Model ResNet101(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet101") =>
        ResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 4, 23, 3],
            PretrainedFiles.Usual("resnet", "resnet101", "f1aeb4b969a6efcfb50fad2f0c20cfc5", "88cf7a10940856eca736dc7b7e228a21"));

    /// <summary>The residual network of 152 layers: 60 million weights.</summary>
    /// <inheritdoc cref="ResNet50"/>
    public static Model ResNet152(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet152") =>
        ResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 8, 36, 3],
            PretrainedFiles.Usual("resnet", "resnet152", "100835be76be38e30d865e96f2aaae62", "ee4c566cf9a93f14d82f913c2dc6dd0c"));

    /// <summary>The residual network of 50 layers whose blocks normalise first: 26 million weights, 224×224 pixels from −1 to 1.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: He, Zhang, Ren and Sun, Identity mappings in deep residual networks (2016), arXiv:1603.05027.</remarks>
    public static Model ResNet50V2(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet50v2") =>
        ResNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 4, 6, 3],
            PretrainedFiles.Usual("resnet", "resnet50v2", "3ef43a0b657b3be2300d5770ece849e0", "fac2f116257151a9d068a22e544a4917"));

    /// <summary>The residual network of 101 layers whose blocks normalise first: 45 million weights.</summary>
    /// <inheritdoc cref="ResNet50V2"/>
    public static Model ResNet101V2(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet101v2") =>
        ResNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 4, 23, 3],
            PretrainedFiles.Usual("resnet", "resnet101v2", "6343647c601c52e1368623803854d971", "c0ed64b8031c3730f411d2eb4eea35b5"));

    /// <summary>The residual network of 152 layers whose blocks normalise first: 60 million weights.</summary>
    /// <inheritdoc cref="ResNet50V2"/>
    public static Model ResNet152V2(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "resnet152v2") =>
        ResNetV2(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [3, 8, 36, 3],
            PretrainedFiles.Usual("resnet", "resnet152v2", "a49b44d1979771252814e80f8ec446f9", "ed17cf2e0169df9d443503ef94b23b33"));

    private static Model ResNet(ApplicationOptions options, int[] blocks, PretrainedFiles pretrained)
    {
        Tensor input = options.Begin(defaultSize: 224);
        Tensor x = Convolution(Padded(input, 3, "conv1_pad"), 64, 7, stride: 2, same: false, bias: true, name: "conv1_conv");
        x = Activated(Normalized(x, "conv1_bn", ResNetEpsilon), name: "conv1_relu");
        x = new MaxPooling2D(3, 2, name: "pool1_pool").Call(Padded(x, 1, "pool1_pad"));
        for (int stage = 0; stage < blocks.Length; stage++)
            for (int block = 1; block <= blocks[stage]; block++)
                x = Bottleneck(x, 64 << stage, stride: stage > 0 && block == 1 ? 2 : 1, isFirst: block == 1, $"conv{stage + 2}_block{block}");
        return options.End(input, x, pretrained);
    }

    private static Tensor Bottleneck(Tensor x, int filters, int stride, bool isFirst, string name)
    {
        Tensor shortcut = x;
        if (isFirst)
        {
            shortcut = Convolution(x, Expansion * filters, 1, stride, same: false, bias: true, name: $"{name}_0_conv");
            shortcut = Normalized(shortcut, $"{name}_0_bn", ResNetEpsilon);
        }

        Tensor inner = Convolution(x, filters, 1, stride, same: false, bias: true, name: $"{name}_1_conv");
        inner = Activated(Normalized(inner, $"{name}_1_bn", ResNetEpsilon), name: $"{name}_1_relu");
        inner = Convolution(inner, filters, 3, bias: true, name: $"{name}_2_conv");
        inner = Activated(Normalized(inner, $"{name}_2_bn", ResNetEpsilon), name: $"{name}_2_relu");
        inner = Convolution(inner, Expansion * filters, 1, same: false, bias: true, name: $"{name}_3_conv");
        inner = Normalized(inner, $"{name}_3_bn", ResNetEpsilon);
        return Activated(Sum($"{name}_add", shortcut, inner), name: $"{name}_out");
    }

    private static Model ResNetV2(ApplicationOptions options, int[] blocks, PretrainedFiles pretrained)
    {
        Tensor input = options.Begin(defaultSize: 224);
        Tensor x = Convolution(Padded(input, 3, "conv1_pad"), 64, 7, stride: 2, same: false, bias: true, name: "conv1_conv");
        x = new MaxPooling2D(3, 2, name: "pool1_pool").Call(Padded(x, 1, "pool1_pad"));
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            for (int block = 1; block <= blocks[stage]; block++)
            {
                bool halves = block == blocks[stage] && stage < blocks.Length - 1; // At a stage's end, unlike the first version.
                x = PreactivatedBottleneck(x, 64 << stage, halves ? 2 : 1, isFirst: block == 1, $"conv{stage + 2}_block{block}");
            }
        }

        return options.End(input, Activated(Normalized(x, "post_bn", ResNetEpsilon), name: "post_relu"), pretrained);
    }

    private static Tensor PreactivatedBottleneck(Tensor x, int filters, int stride, bool isFirst, string name)
    {
        Tensor active = Activated(Normalized(x, $"{name}_preact_bn", ResNetEpsilon), name: $"{name}_preact_relu");
        Tensor shortcut = isFirst ? Convolution(active, Expansion * filters, 1, stride, same: false, bias: true, name: $"{name}_0_conv")
            : stride > 1 ? new MaxPooling2D(1, stride).Call(x)
            : x;
        Tensor inner = Convolution(active, filters, 1, same: false, name: $"{name}_1_conv");
        inner = Activated(Normalized(inner, $"{name}_1_bn", ResNetEpsilon), name: $"{name}_1_relu");
        inner = Convolution(Padded(inner, 1, $"{name}_2_pad"), filters, 3, stride, same: false, name: $"{name}_2_conv");
        inner = Activated(Normalized(inner, $"{name}_2_bn", ResNetEpsilon), name: $"{name}_2_relu");
        inner = Convolution(inner, Expansion * filters, 1, same: false, bias: true, name: $"{name}_3_conv");
        return Sum($"{name}_out", shortcut, inner);
    }
}
