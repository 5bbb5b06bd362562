using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What two-dimensional convolutions share beyond <see cref="SpatialConvolution"/>: sizes as height and width.</summary>
public abstract class ConvolutionLayer : SpatialConvolution
{
    private protected ConvolutionLayer(
        string? name, Size2 kernelSize, Size2? strides, Padding padding, DataFormat dataFormat, Size2? dilationRate,
        ActivationFunction? activation, bool useBias, Initializer? biasInitializer, Regularizer? biasRegularizer,
        Regularizer? activityRegularizer, Constraint? biasConstraint)
        : base(
            name, Pair(kernelSize), Pair(strides ?? 1), padding, dataFormat, Pair(dilationRate ?? 1), activation, useBias, biasInitializer,
            biasRegularizer, activityRegularizer, biasConstraint)
    {
    }

    /// <summary>Height and width of the window, in pixels.</summary>
    public Size2 KernelSize => (WindowSizes[0], WindowSizes[1]);

    /// <summary>Pixels from window to window.</summary>
    public Size2 Strides => (WindowStrides[0], WindowStrides[1]);

    /// <summary>Pixels between a window's rows and columns; 1 is dense.</summary>
    public Size2 DilationRate => (WindowDilations[0], WindowDilations[1]);

    /// <summary>What a layer on images asks of its input.</summary>
    internal static InputSpec ImageSpec(DataFormat format, int? channels = null) => new(
        Rank: 4,
        Axes: channels is { } size ? new Dictionary<int, int> { [format.ChannelAxis] = size } : null,
        Layout: format.IsFirst ? "[batch, channels, height, width]" : "[batch, height, width, channels]",
        Remedy: "For grey images without a channel axis, put Reshape((height, width, 1)) before it.");

    private static int[] Pair(Size2 size) => [size.Height, size.Width];
}
