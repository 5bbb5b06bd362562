using Cornea.Layers;

namespace Cornea.Cli.Models;

/// <summary>ResNet-20 as it is known from CIFAR-10: a convolution, three stages of three blocks with 16, 32 and 64 channels.</summary>
/// <remarks>
/// Source: He, Zhang, Ren and Sun, Deep residual learning for image recognition (2015), arXiv:1512.03385, section 4.2; where a stage begins
/// with half the resolution, the shortcut is a 1×1 convolution of stride 2 with batch normalisation.
/// </remarks>
internal static class ResidualNetwork
{
    private const int BlocksInStage = 3;

    public static Model Build(Shape image, int classes)
    {
        Tensor input = new Input(image);
        Tensor x = Normalized(input, 16, kernelSize: 3, stride: 1, isActivated: true);
        foreach (int filters in new[] { 16, 32, 64 })
            for (int block = 0; block < BlocksInStage; block++) x = Block(x, filters, stride: filters > 16 && block == 0 ? 2 : 1);
        x = new GlobalAveragePooling2D().Call(x);
        return new Model(input, new Dense(classes, activation: "softmax").Call(x), "resnet20");
    }

    private static Tensor Block(Tensor x, int filters, int stride)
    {
        Tensor inner = Normalized(x, filters, kernelSize: 3, stride, isActivated: true);
        inner = Normalized(inner, filters, kernelSize: 3, stride: 1, isActivated: false);
        Tensor shortcut = stride == 1 ? x : Normalized(x, filters, kernelSize: 1, stride, isActivated: false);
        return new ReLU().Call(new Add().Call([inner, shortcut]));
    }

    private static Tensor Normalized(Tensor x, int filters, int kernelSize, int stride, bool isActivated)
    {
        x = new Conv2D(filters, kernelSize, strides: stride, padding: "same", useBias: false).Call(x);
        x = new BatchNormalization().Call(x);
        return isActivated ? new ReLU().Call(x) : x;
    }
}
