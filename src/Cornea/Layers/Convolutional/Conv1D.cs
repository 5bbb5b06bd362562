using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Filters moved over a sequence; each output is a filter's weighted sum of the window under it.</summary>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, outSteps, filters].</para>
/// <para>Weights: kernel [size, channels / groups, filters], bias [filters].</para>
/// <para>Source: Keras 3, Conv1D. Golden cases: layers/conv1d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't the one above, the channels aren't those it was built for, or no whole window fits.</exception>
public sealed class Conv1D : SpatialConvolution
{
    private readonly Initializer _kernelInitializer;
    private readonly Regularizer? _kernelRegularizer;
    private readonly Constraint? _kernelConstraint;
    private Variable _kernel = null!;

    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">The window's length, in steps.</param>
    /// <param name="strides">Steps from window to window; 1 by default.</param>
    /// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows. Causal: zeros before the sequence only, so that no output sees later steps.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Steps between the window's values; 1 by default.</param>
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
    /// <param name="name">Unique within the model.</param>
    public Conv1D(
        int filters, int kernelSize, int strides = 1, Padding padding = default, DataFormat dataFormat = default,
        int dilationRate = 1, int groups = 1, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, string? name = null)
        : base(
            name, [kernelSize], [strides], padding, dataFormat, [dilationRate], activation, useBias, biasInitializer, biasRegularizer,
            activityRegularizer, biasConstraint)
    {
        (Filters, Groups) = (CheckedFilters(filters, groups), groups);
        _kernelInitializer = kernelInitializer ?? new GlorotUniform();
        (_kernelRegularizer, _kernelConstraint) = (kernelRegularizer, kernelConstraint);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Into how many groups channels and filters are divided.</summary>
    public int Groups { get; }

    /// <summary>The filters [size, channels / groups, filters]; there once the layer is built.</summary>
    public Variable Kernel => _kernel;

    private protected override bool MayBeCausal => true;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        WithBias(WithActivation(WithWindow(base.GetConfig().With("filters", Filters)).With("groups", Groups))
            .With("kernel_initializer", _kernelInitializer)
            .With("kernel_regularizer", _kernelRegularizer)
            .With("kernel_constraint", _kernelConstraint));

    internal static Conv1D FromConfig(LayerConfig config) => new(
        config.GetInt("filters"), config.GetStep("kernel_size"), config.GetStep("strides", 1), config.GetPadding(), config.GetDataFormat(),
        config.GetStep("dilation_rate", 1), config.GetInt("groups", 1), config.GetActivation(), config.GetBool("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output) =>
        output.Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) * _kernel.Shape.Product(0, 2);

    private protected override int BuildKernel(int channels)
    {
        _kernel = AddWeight(
            "kernel", [.. WindowSizes, GroupChannels(channels, Groups), Filters], _kernelInitializer, regularizer: _kernelRegularizer,
            constraint: _kernelConstraint);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x) =>
        SequenceConvolution.Apply(x, WindowSizes[0], WindowStrides[0], WindowDilations[0], Padding, (line, window) =>
            Node.Emit(new Convolution(window, Groups), line, _kernel.Value.ExpandDims(0))[0]);
}
