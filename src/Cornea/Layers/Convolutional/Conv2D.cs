using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Filters moved over an image; each output pixel is a filter's weighted sum of the window under it.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, outHeight, outWidth, filters]. Weights: kernel [height, width,
/// channels / groups, filters], bias [filters].</para>
/// <para>Source: Keras 3, Conv2D. Golden cases: layers/conv2d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class Conv2D : BaseConv
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">Height and width of the window, in pixels.</param>
    /// <param name="strides">Pixels from window to window; 1 by default.</param>
    /// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Pixels between a window's rows and columns; 1 by default.</param>
    /// <param name="groups">Into how many groups channels and filters are divided, each of which sees its own channels only.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each filter's sums.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="loraRank">The rank of a low-rank adaptation (LoRA): the kernel stays as it is, and training changes two small factors whose product is added to it. Null for none.</param>
    /// <param name="loraAlpha">What the factors' product counts, times the rank; null for the rank.</param>
    /// <param name="name">Unique within the model.</param>
    public Conv2D(
        int filters, Size2 kernelSize, Size2? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size2? dilationRate = null, int groups = 1, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, int? loraRank = null, double? loraAlpha = null, string? name = null)
        : this(
            new ConvolutionOptions(
                name, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, dataFormat, (dilationRate ?? 1).ToArray(), activation, useBias,
                WeightOptions.Bias(biasInitializer, biasRegularizer, biasConstraint), activityRegularizer),
            filters, groups, WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint), loraRank, loraAlpha)
    {
    }

    private Conv2D(ConvolutionOptions options, int filters, int groups, WeightOptions kernel, int? loraRank, double? loraAlpha)
        : base(options, filters, groups, kernel, loraRank, loraAlpha)
    {
    }

    internal static Conv2D FromConfig(LayerConfig config) => new(
        ConvolutionOptions.Read(config, 2), config.GetInt("filters"), config.GetInt("groups", 1), WeightOptions.ReadKernel(config), config.GetIntOrNull("lora_rank"),
        config.GetNullableDouble("lora_alpha"));
}
