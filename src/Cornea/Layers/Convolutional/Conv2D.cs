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
public sealed class Conv2D : ConvolutionLayer
{
    private readonly AdaptableWeight _kernel;

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
        : base(name, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer, activityRegularizer, biasConstraint)
    {
        Filters = filters > 0 ? filters : throw ArgumentError(nameof(filters), $"expected at least 1 filter, got {filters}.");
        Groups = groups > 0 ? groups : throw ArgumentError(nameof(groups), $"expected at least 1 group, got {groups}.");
        if (filters % groups != 0) throw ArgumentError(nameof(filters), $"the filters must be divisible by the groups, got {filters} filters and {groups} groups.");
        _kernel = new AdaptableWeight(this, "kernel", kernelInitializer ?? new GlorotUniform(), kernelRegularizer, kernelConstraint, loraRank, loraAlpha);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Into how many groups channels and filters are divided.</summary>
    public int Groups { get; }

    /// <summary>The filters [height, width, channels / groups, filters]; there once the layer is built.</summary>
    public Variable Kernel => _kernel.Weight;

    /// <summary>Begins a low-rank adaptation (LoRA): from now on the kernel stays as it is, and training changes two small factors whose product is added to it.</summary>
    /// <param name="rank">The factors' inner size.</param>
    /// <param name="loraAlpha">What the product counts, times the rank; null for the rank.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> by default.</param>
    /// <param name="bInitializer">First values of the second factor; zeros by default.</param>
    /// <remarks>Files hold the kernel with the product added, as in Keras; loaded, both factors begin with zeros.</remarks>
    /// <exception cref="InvalidOperationException">The layer isn't built, is adapted already, or has a constraint on its kernel.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null) =>
        _kernel.Enable(rank, loraAlpha, aInitializer, bInitializer);

    private protected override AdaptableWeight? Adaptable => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        _kernel.Write(WithBias(WithActivation(WithWindow(base.GetConfig().With("filters", Filters)).With("groups", Groups))
            .With("kernel_initializer", _kernel.Initializer)
            .With("kernel_regularizer", _kernel.Regularizer)
            .With("kernel_constraint", _kernel.Constraint)));

    internal static Conv2D FromConfig(LayerConfig config) => new(
        config.GetInt("filters"), config.GetSize("kernel_size"), config.GetSize("strides", 1), config.GetPadding(), config.GetDataFormat(),
        config.GetSize("dilation_rate", 1), config.GetInt("groups", 1), config.GetActivation(), config.GetBool("use_bias", true),
        config.GetInitializer("kernel_initializer"), config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"),
        config.GetConstraint("bias_constraint"), config.GetIntOrNull("lora_rank"),
        config.GetNullableDouble("lora_alpha"), config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output) =>
        output.Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) * _kernel.Weight.Shape.Product(0, 3);

    private protected override int BuildKernel(int channels)
    {
        if (channels % Groups != 0)
            throw ShapeError($"the input's channels must be divisible by the groups, got {channels} channels and {Groups} groups.");
        _kernel.Build([KernelSize.Height, KernelSize.Width, channels / Groups, Filters]);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x) => Window.Convolve(x, _kernel.Value, Groups);
}
