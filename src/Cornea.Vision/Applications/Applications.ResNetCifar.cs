using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

// The paper's small residual networks for CIFAR-10: 6n + 2 layers.
public static partial class Applications
{
    /// <summary>The residual network of 20 layers for small pictures: 0.27 million weights, 32×32 pixels, 10 classes.</summary>
    /// <inheritdoc cref="ResNet18"/>
    /// <param name="inputShape">[height, width, channels]; 32×32 in three colours by default, any size from 8.</param>
    /// <remarks>Shortcuts have no weights: where a stage begins they take every second pixel and add channels of zeros (option A). The paper takes each
    /// pixel's mean over the training images off. Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition (2015),
    /// arXiv:1512.03385, section 4.2.</remarks>
    public static Model ResNet20(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 10, string? classifierActivation = "softmax", string name = "resnet20") =>
        CifarResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), blocks: 3);

    /// <summary>The residual network of 32 layers for small pictures: 0.46 million weights.</summary>
    /// <inheritdoc cref="ResNet20"/>
    public static Model ResNet32(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 10, string? classifierActivation = "softmax", string name = "resnet32") =>
        CifarResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), blocks: 5);

    /// <summary>The residual network of 44 layers for small pictures: 0.66 million weights.</summary>
    /// <inheritdoc cref="ResNet20"/>
    public static Model ResNet44(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 10, string? classifierActivation = "softmax", string name = "resnet44") =>
        CifarResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), blocks: 7);

    /// <summary>The residual network of 56 layers for small pictures: 0.85 million weights.</summary>
    /// <inheritdoc cref="ResNet20"/>
    public static Model ResNet56(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 10, string? classifierActivation = "softmax", string name = "resnet56") =>
        CifarResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), blocks: 9);

    /// <summary>The residual network of 110 layers for small pictures: 1.7 million weights.</summary>
    /// <inheritdoc cref="ResNet20"/>
    public static Model ResNet110(
        bool includeTop = true, string? weights = null, Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 10, string? classifierActivation = "softmax", string name = "resnet110") =>
        CifarResNet(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), blocks: 18);

    private static Model CifarResNet(ApplicationOptions options, int blocks)
    {
        const int Stages = 3;
        Tensor input = options.WithoutPretrained().Begin(defaultSize: 32, minSize: 8, takesAnySize: true);
        Tensor x = Activated(Normalized(Convolution(input, 16, 3, name: "conv1_conv"), "conv1_bn", BasicEpsilon, momentum: 0.9), name: "conv1_relu");
        for (int stage = 0; stage < Stages; stage++)
            for (int block = 1; block <= blocks; block++)
                x = BasicBlock(x, 16 << stage, stride: stage > 0 && block == 1 ? 2 : 1, Widened, $"conv{stage + 2}_block{block}");
        Model model = options.Assemble(input, x);
        options.LoadFile(model);
        return model;
    }

    // The paper's option A: every second pixel, and zeros in as many channels before as after.
    private static Tensor Widened(Tensor x, int filters, int stride, string name)
    {
        int added = filters - x.Shape[^1], before = added / 2;
        return Ops.Pad(new MaxPooling2D(1, stride, name: $"{name}_0_pool").Call(x), [(0, 0), (0, 0), (0, 0), (before, added - before)]);
    }
}
