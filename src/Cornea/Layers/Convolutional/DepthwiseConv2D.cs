using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Each channel of an image convolved with filters of its own; channels don't mix.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, outHeight, outWidth, channels · depthMultiplier]. Weights: kernel
/// [height, width, channels, depthMultiplier], bias [channels · depthMultiplier].</para>
/// <para>Source: Keras 3, DepthwiseConv2D. Golden cases: layers/depthwise_conv2d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class DepthwiseConv2D : BaseDepthwiseConv
{
    /// <summary>A layer of filters of the given size.</summary>
    /// <param name="kernelSize">Height and width of the window, in pixels.</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
    /// <param name="depthMultiplier">The number of filters, and so of output channels, for each input channel.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Pixels between a window's rows and columns; 1 by default.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each output channel.</param>
    /// <param name="depthwiseInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="depthwiseRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="depthwiseConstraint">What each update of the kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="name">Unique within the model.</param>
    public DepthwiseConv2D(
        Size2 kernelSize, Size2? strides = null, Padding padding = default, int depthMultiplier = 1, DataFormat dataFormat = default,
        Size2? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
        Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null, string? name = null)
        : this(
            new ConvolutionOptions(
                name, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, dataFormat, (dilationRate ?? 1).ToArray(), activation, useBias,
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer),
            depthMultiplier, WeightOptions.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint))
    {
    }

    private DepthwiseConv2D(ConvolutionOptions options, int depthMultiplier, WeightOptions depthwise)
        : base(options, depthMultiplier, depthwise)
    {
    }

    internal static DepthwiseConv2D FromConfig(LayerConfig config) => new(
        ConvolutionOptions.Read(config, 2), config.GetInt("depth_multiplier", 1), WeightOptions.ReadKernel(config, "depthwise"));
}
