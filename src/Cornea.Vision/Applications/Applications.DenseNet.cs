using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    private const int GrowthRate = 32;

    /// <summary>The densely connected network of 121 layers: 8 million weights, 224×224 pixels from 0 to 1 with ImageNet's statistics taken off.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>Source: Huang, Liu, van der Maaten and Weinberger, Densely connected convolutional networks (2016), arXiv:1608.06993.</remarks>
    public static Model DenseNet121(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "densenet121") =>
        DenseNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [6, 12, 24, 16],
            PretrainedFiles.Usual("densenet", "densenet121", "9d60b8095a5708f2dcce2bca79d332c7", "30ee3e1110167f948a6b9946edeeb738"));

    /// <summary>The densely connected network of 169 layers: 14 million weights.</summary>
    /// <inheritdoc cref="DenseNet121"/>
    public static Model DenseNet169(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "densenet169") =>
        DenseNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [6, 12, 32, 32],
            PretrainedFiles.Usual("densenet", "densenet169", "d699b8f76981ab1b30698df4c175e90b", "b8c4d4c20dd625c148057b9ff1c1176b"));

    /// <summary>The densely connected network of 201 layers: 20 million weights.</summary>
    /// <inheritdoc cref="DenseNet121"/>
    public static Model DenseNet201(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "densenet201") =>
        DenseNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [6, 12, 48, 32],
            PretrainedFiles.Usual("densenet", "densenet201", "1ceb130c1ea1b78c3bf6114dbdfd8807", "c13680b51ded0fb44dff2d8f86ac8bb1"));

    private static Model DenseNet(ApplicationOptions options, int[] blocks, PretrainedFiles pretrained)
    {
        Tensor input = options.Begin(defaultSize: 224);
        Tensor x = Convolution(Padded(input, 3), 64, 7, stride: 2, same: false, name: "conv1_conv");
        x = Activated(Normalized(x, "conv1_bn", ResNetEpsilon), name: "conv1_relu");
        x = new MaxPooling2D(3, 2, name: "pool1").Call(Padded(x, 1));
        for (int stage = 2; stage < blocks.Length + 2; stage++)
        {
            if (stage > 2) x = Transition(x, $"pool{stage - 1}");
            for (int block = 1; block <= blocks[stage - 2]; block++) x = Grown(x, $"conv{stage}_block{block}");
        }

        return options.End(input, Activated(Normalized(x, "bn", ResNetEpsilon), name: "relu"), pretrained);
    }

    private static Tensor Grown(Tensor x, string name)
    {
        Tensor inner = Activated(Normalized(x, $"{name}_0_bn", ResNetEpsilon), name: $"{name}_0_relu");
        inner = Convolution(inner, 4 * GrowthRate, 1, same: false, name: $"{name}_1_conv");
        inner = Activated(Normalized(inner, $"{name}_1_bn", ResNetEpsilon), name: $"{name}_1_relu");
        return Joined($"{name}_concat", x, Convolution(inner, GrowthRate, 3, name: $"{name}_2_conv"));
    }

    private static Tensor Transition(Tensor x, string name)
    {
        Tensor half = Activated(Normalized(x, $"{name}_bn", ResNetEpsilon), name: $"{name}_relu");
        half = Convolution(half, x.Shape[^1] / 2, 1, same: false, name: $"{name}_conv");
        return new AveragePooling2D(2, 2, name: $"{name}_pool").Call(half);
    }
}
