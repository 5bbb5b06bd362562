using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>The way back through a convolution: makes images larger, with filters that are learned.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, outHeight, outWidth, filters]. Each output size is, for padding same, size ·
/// stride; for valid, size · stride + max(window − stride, 0); with output padding, (size − 1) · stride + window + outputPadding, less
/// 2 · ⌊window / 2⌋ for padding same. Weights: kernel [height, width, filters, channels], bias [filters].</para>
/// <para>Source: Keras 3, Conv2DTranspose. Golden cases: layers/conv2d_transpose_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4, or the channels aren't those it was built for.</exception>
public sealed class Conv2DTranspose : BaseConvTranspose
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">Height and width of the window, in pixels.</param>
    /// <param name="strides">How many times larger the output is; 1 by default.</param>
    /// <param name="padding">Valid (the default) or same.</param>
    /// <param name="outputPadding">Rows and columns more at the end, less than the strides; null leaves it to the padding.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Pixels between a window's rows and columns; 1 by default.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each filter's sums.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="name">Unique within the model.</param>
    public Conv2DTranspose(
        int filters, Size2 kernelSize, Size2? strides = null, Padding padding = default, Size2? outputPadding = null,
        DataFormat dataFormat = default, Size2? dilationRate = null, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, string? name = null)
        : this(
            new ConvolutionOptions(
                name, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, dataFormat, (dilationRate ?? 1).ToArray(), activation, useBias,
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer),
            filters, outputPadding?.ToArray(), WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint))
    {
    }

    private Conv2DTranspose(ConvolutionOptions options, int filters, int[]? outputPadding, WeightOptions kernel)
        : base(options, filters, outputPadding, kernel)
    {
    }

    internal static Conv2DTranspose FromConfig(LayerConfig config) => new(
        ConvolutionOptions.Read(config, 2), config.GetInt("filters"), ReadOutputPadding(config, 2), WeightOptions.ReadKernel(config));
}
