using Cornea.Initializers;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>What detectors are built of: convolutions with batch norm, and stages that let half of the channels pass by.</summary>
internal static class DetectionBlocks
{
    // Of a few thousand short steps the last hundred should count, not the last thousand.
    private const double Momentum = 0.97;

    /// <summary>Convolution, batch norm, activation.</summary>
    public static Tensor Convolve(Tensor x, int filters, int kernel = 1, int stride = 1, string name = "")
    {
        Tensor y = new Conv2D(filters, kernel, stride, "same", useBias: false, kernelInitializer: new HeNormal(), name: $"{name}_conv").Call(x);
        return Activate(y, name);
    }

    /// <summary>A convolution that looks around channel by channel, then one that mixes channels: a ninth of the work.</summary>
    public static Tensor ConvolveSeparably(Tensor x, int filters, string name)
    {
        Tensor y = new DepthwiseConv2D(3, 1, "same", useBias: false, name: $"{name}_depthwise").Call(x);
        return Convolve(Activate(y, $"{name}_depthwise"), filters, name: name);
    }

    /// <summary>Half of the channels go through residual blocks, and what each of them makes is kept, with the other half, for the last convolution.</summary>
    /// <param name="x">The features.</param>
    /// <param name="filters">Channels that come out.</param>
    /// <param name="repeats">How many residual blocks.</param>
    /// <param name="residual">Whether a block adds its input.</param>
    /// <param name="name">Before the layers' names.</param>
    /// <remarks>Source: Wang et al., CSPNet (2019), arXiv:1911.11929; all parts kept as in ELAN and YOLOv8.</remarks>
    public static Tensor Stage(Tensor x, int filters, int repeats, bool residual, string name)
    {
        int half = filters / 2;
        var parts = new List<Tensor> { Convolve(x, half, name: $"{name}_bypass"), Convolve(x, half, name: $"{name}_main") };
        for (int index = 0; index < repeats; index++)
        {
            Tensor y = Convolve(parts[^1], half, 3, name: $"{name}_{index}a");
            y = Convolve(y, half, 3, name: $"{name}_{index}b");
            parts.Add(residual ? new Add($"{name}_{index}_add").Call([parts[^1], y]) : y);
        }

        return Convolve(new Concatenate(name: $"{name}_concat").Call(TensorList.Create([.. parts])), filters, name: $"{name}_out");
    }

    private static Tensor Activate(Tensor x, string name) =>
        new Activation("silu", name: $"{name}_silu").Call(new BatchNormalization(momentum: Momentum, name: $"{name}_bn").Call(x));
}
