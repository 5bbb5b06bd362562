using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>The way back through a convolution over a volume: makes it larger, with filters that are learned.</summary>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output [batch, outDepth, outHeight, outWidth, filters], of sizes as in <see cref="Conv2DTranspose"/>.</para>
/// <para>Weights: kernel [depth, height, width, filters, channels], bias [filters].</para>
/// <para>Source: Keras 3, Conv3DTranspose. Golden cases: layers/conv3d_transpose_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't the one above, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class Conv3DTranspose : SpatialConvolution
{
    private readonly Initializer _kernelInitializer;
    private readonly Regularizer? _kernelRegularizer;
    private readonly Constraint? _kernelConstraint;
    private readonly int[]? _outputPadding;
    private Variable _kernel = null!;

    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">Depth, height and width of the window, in voxels.</param>
    /// <param name="strides">How many times larger the output is; 1 by default.</param>
    /// <param name="padding">Valid (the default) or same.</param>
    /// <param name="outputPadding">Voxels more at the end, less than the strides; null leaves it to the padding.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Voxels between the window's values; 1 by default.</param>
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
    public Conv3DTranspose(
        int filters, Size3 kernelSize, Size3? strides = null, Padding padding = default, Size3? outputPadding = null, DataFormat dataFormat = default,
        Size3? dilationRate = null, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, string? name = null)
        : base(
            name, kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, dataFormat, (dilationRate ?? 1).ToArray(), activation, useBias, biasInitializer, biasRegularizer,
            activityRegularizer, biasConstraint)
    {
        Filters = CheckedFilters(filters);
        _outputPadding = CheckedOutputPadding(outputPadding?.ToArray());
        _kernelInitializer = kernelInitializer ?? new GlorotUniform();
        (_kernelRegularizer, _kernelConstraint) = (kernelRegularizer, kernelConstraint);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>The filters [depth, height, width, filters, channels]; there once the layer is built.</summary>
    public Variable Kernel => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        WithBias(WithActivation(WithWindow(base.GetConfig().With("filters", Filters)))
            .With("output_padding", _outputPadding is null ? null : ConfigValues.Numbers(_outputPadding))
            .With("kernel_initializer", _kernelInitializer)
            .With("kernel_regularizer", _kernelRegularizer)
            .With("kernel_constraint", _kernelConstraint));

    internal static Conv3DTranspose FromConfig(LayerConfig config) => new(
        config.GetInt("filters"), config.GetSize3("kernel_size"), config.GetSize3("strides", 1), config.GetPadding(), config.Has("output_padding") ? config.GetSize3("output_padding") : null, config.GetDataFormat(),
        config.GetSize3("dilation_rate", 1), config.GetActivation(), config.GetBool("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output) =>
        inputs[0].Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) * _kernel.Shape.Product(0, 4);

    private protected override int BuildKernel(int channels)
    {
        _kernel = AddWeight(
            "kernel", [.. WindowSizes, Filters, channels], _kernelInitializer, regularizer: _kernelRegularizer,
            constraint: _kernelConstraint);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x)
    {
        return Window.ConvolveBack(x, _kernel, _outputPadding);
    }
}
