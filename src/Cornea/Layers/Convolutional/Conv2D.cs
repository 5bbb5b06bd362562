using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
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
public sealed class Conv2D : ConvolutionLayer
{
    private readonly Initializer _kernelInitializer;
    private readonly Regularizer? _kernelRegularizer;
    private readonly Constraint? _kernelConstraint;
    private Variable _kernel = null!;

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
    /// <param name="name">Unique within the model.</param>
    public Conv2D(
        int filters, Size2 kernelSize, Size2? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size2? dilationRate = null, int groups = 1, ActivationFunction? activation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, string? name = null)
        : base(name, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer, activityRegularizer, biasConstraint)
    {
        Filters = filters > 0 ? filters : throw ArgumentError(nameof(filters), $"expected at least 1 filter, got {filters}.");
        Groups = groups > 0 ? groups : throw ArgumentError(nameof(groups), $"expected at least 1 group, got {groups}.");
        if (filters % groups != 0) throw ArgumentError(nameof(filters), $"the filters must be divisible by the groups, got {filters} filters and {groups} groups.");
        _kernelInitializer = kernelInitializer ?? new GlorotUniform();
        (_kernelRegularizer, _kernelConstraint) = (kernelRegularizer, kernelConstraint);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Into how many groups channels and filters are divided.</summary>
    public int Groups { get; }

    /// <summary>The filters [height, width, channels / groups, filters]; there once the layer is built.</summary>
    public Variable Kernel => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        WithBias(WithActivation(WithWindow(base.GetConfig().With("filters", Filters)).With("groups", Groups))
            .With("kernel_initializer", _kernelInitializer)
            .With("kernel_regularizer", _kernelRegularizer)
            .With("kernel_constraint", _kernelConstraint));

    internal static Conv2D FromConfig(LayerConfig config) => new(
        config.GetInt("filters"), config.GetSize("kernel_size"), config.GetSize("strides", 1), config.GetPadding(), config.GetDataFormat(),
        config.GetSize("dilation_rate", 1), config.GetInt("groups", 1), config.GetActivation(), config.GetBool("use_bias", true),
        config.GetInitializer("kernel_initializer"), config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"),
        config.GetConstraint("bias_constraint"), config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output) =>
        output.Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) * _kernel.Shape.Product(0, 3);

    private protected override int BuildKernel(int channels)
    {
        if (channels % Groups != 0)
            throw ShapeError($"the input's channels must be divisible by the groups, got {channels} channels and {Groups} groups.");
        _kernel = AddWeight(
            "kernel", [KernelSize.Height, KernelSize.Width, channels / Groups, Filters], _kernelInitializer,
            regularizer: _kernelRegularizer, constraint: _kernelConstraint);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x) => Node.Emit(new Convolution(Window, Groups), x, _kernel)[0];
}
