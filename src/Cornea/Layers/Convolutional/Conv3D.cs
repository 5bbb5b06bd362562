using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Filters moved over a volume; each output is a filter's weighted sum of the window under it.</summary>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output [batch, outDepth, outHeight, outWidth, filters].</para>
/// <para>Weights: kernel [depth, height, width, channels / groups, filters], bias [filters].</para>
/// <para>Source: Keras 3, Conv3D. Golden cases: layers/conv3d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't the one above, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class Conv3D : BaseConv
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">Depth, height and width of the window, in voxels.</param>
    /// <param name="strides">Voxels from window to window; 1 by default.</param>
    /// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Voxels between the window's values; 1 by default.</param>
    /// <param name="groups">Into how many groups channels and filters are divided, each of which sees its own channels only.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each output channel.</param>
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
    public Conv3D(
        int filters, Size3 kernelSize, Size3? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size3? dilationRate = null, int groups = 1, ActivationFunction? activation = null, bool useBias = true,
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

    private Conv3D(ConvolutionOptions options, int filters, int groups, WeightOptions kernel, int? loraRank, double? loraAlpha)
        : base(options, filters, groups, kernel, loraRank, loraAlpha)
    {
    }

    internal static Conv3D FromConfig(LayerConfig config) => new(
        ConvolutionOptions.Read(config, 3), config.GetInt("filters"), config.GetInt("groups", 1), WeightOptions.ReadKernel(config), config.GetIntOrNull("lora_rank"),
        config.GetNullableDouble("lora_alpha"));
}
