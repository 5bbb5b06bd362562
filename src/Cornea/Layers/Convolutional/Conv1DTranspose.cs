using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>The way back through a convolution over a sequence: makes it longer, with filters that are learned.</summary>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, outSteps, filters], of sizes as in <see cref="Conv2DTranspose"/>.</para>
/// <para>Weights: kernel [size, filters, channels], bias [filters].</para>
/// <para>Source: Keras 3, Conv1DTranspose. Golden cases: layers/conv1d_transpose_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't the one above, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class Conv1DTranspose : BaseConvTranspose
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">The window's length, in steps.</param>
    /// <param name="strides">How many times longer the output is; 1 by default.</param>
    /// <param name="padding">Valid (the default) or same.</param>
    /// <param name="outputPadding">Steps more at the end, less than the strides; null leaves it to the padding.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Steps between the window's values; 1 by default.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each output channel.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="name">Unique within the model.</param>
    public Conv1DTranspose(
        int filters, int kernelSize, int strides = 1, Padding padding = default, int? outputPadding = null, DataFormat dataFormat = default,
        int dilationRate = 1, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, string? name = null)
        : this(
            new ConvolutionOptions(
                name, [kernelSize], [strides], padding, dataFormat, [dilationRate], activation, useBias,
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer),
            filters, outputPadding is { } extra ? [extra] : null, WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint))
    {
    }

    private Conv1DTranspose(ConvolutionOptions options, int filters, int[]? outputPadding, WeightOptions kernel)
        : base(options, filters, outputPadding, kernel)
    {
    }

    internal static Conv1DTranspose FromConfig(LayerConfig config) => new(
        ConvolutionOptions.Read(config, 1), config.GetInt("filters"), ReadOutputPadding(config, 1), WeightOptions.ReadKernel(config));
}
