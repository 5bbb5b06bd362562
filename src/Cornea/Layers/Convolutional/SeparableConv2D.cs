using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>A convolution in two steps, which costs less: each channel by itself, then a mixture of the channels at each pixel.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, outHeight, outWidth, filters]. Weights: depthwise_kernel [height, width,
/// channels, depthMultiplier], pointwise_kernel [1, 1, channels · depthMultiplier, filters], bias [filters].</para>
/// <para>Source: Chollet 2017; Keras 3, SeparableConv2D. Golden cases: layers/separable_conv2d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class SeparableConv2D : BaseSeparableConv
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">Height and width of the window, in pixels.</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Pixels between a window's rows and columns; 1 by default.</param>
    /// <param name="depthMultiplier">The number of filters of the first step for each input channel.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each filter's sums.</param>
    /// <param name="depthwiseInitializer">First values of the first step's kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="pointwiseInitializer">First values of the second step's kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="depthwiseRegularizer">A penalty on the first step's kernel.</param>
    /// <param name="pointwiseRegularizer">A penalty on the second step's kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="depthwiseConstraint">What each update of the first step's kernel must keep to.</param>
    /// <param name="pointwiseConstraint">What each update of the second step's kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="name">Unique within the model.</param>
    public SeparableConv2D(
        int filters, Size2 kernelSize, Size2? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size2? dilationRate = null, int depthMultiplier = 1, ActivationFunction? activation = null, bool useBias = true,
        Initializer? depthwiseInitializer = null, Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null,
        Regularizer? depthwiseRegularizer = null, Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null,
        Constraint? biasConstraint = null, string? name = null)
        : this(
            new ConvolutionOptions(
                name, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, dataFormat, (dilationRate ?? 1).ToArray(), activation, useBias,
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer),
            filters, depthMultiplier,
            WeightOptions.Kernel(depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint),
            WeightOptions.Kernel(pointwiseInitializer, pointwiseRegularizer, pointwiseConstraint))
    {
    }

    private SeparableConv2D(ConvolutionOptions options, int filters, int depthMultiplier, WeightOptions depthwise, WeightOptions pointwise)
        : base(options, filters, depthMultiplier, depthwise, pointwise)
    {
    }

    internal static SeparableConv2D FromConfig(LayerConfig config) => new(
        ConvolutionOptions.Read(config, 2), config.GetInt("filters"), config.GetInt("depth_multiplier", 1),
        WeightOptions.ReadKernel(config, "depthwise"), WeightOptions.ReadKernel(config, "pointwise"));
}
