using System.Text.Json.Nodes;
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
public sealed class Conv2DTranspose : ConvolutionLayer
{
    private readonly Initializer _kernelInitializer;
    private readonly Regularizer? _kernelRegularizer;
    private readonly Constraint? _kernelConstraint;
    private Variable _kernel = null!;

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
        : base(name, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer, activityRegularizer, biasConstraint)
    {
        Filters = filters > 0 ? filters : throw ArgumentError(nameof(filters), $"expected at least 1 filter, got {filters}.");
        if (outputPadding is { } extra && (extra.Height < 0 || extra.Width < 0 || extra.Height >= Strides.Height || extra.Width >= Strides.Width))
            throw ArgumentError(nameof(outputPadding), $"expected an output padding from 0 to below the strides {Strides}, got {extra}.");
        OutputPadding = outputPadding;
        _kernelInitializer = kernelInitializer ?? new GlorotUniform();
        (_kernelRegularizer, _kernelConstraint) = (kernelRegularizer, kernelConstraint);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Rows and columns more at the end; null leaves it to the padding.</summary>
    public Size2? OutputPadding { get; }

    /// <summary>The filters [height, width, filters, channels]; there once the layer is built.</summary>
    public Variable Kernel => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        WithBias(WithActivation(WithWindow(base.GetConfig().With("filters", Filters)))
            .With("output_padding", OutputPadding is { } extra ? ConfigValues.Numbers([extra.Height, extra.Width]) : (JsonNode?)null)
            .With("kernel_initializer", _kernelInitializer)
            .With("kernel_regularizer", _kernelRegularizer)
            .With("kernel_constraint", _kernelConstraint));

    internal static Conv2DTranspose FromConfig(LayerConfig config) => new(
        config.GetInt("filters"), config.GetSize("kernel_size"), config.GetSize("strides", 1), config.GetPadding(),
        config.Has("output_padding") ? config.GetSize("output_padding") : null, config.GetDataFormat(), config.GetSize("dilation_rate", 1),
        config.GetActivation(), config.GetBool("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output) =>
        inputs[0].Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) * _kernel.Shape.Product(0, 3);

    private protected override int BuildKernel(int channels)
    {
        _kernel = AddWeight(
            "kernel", [KernelSize.Height, KernelSize.Width, Filters, channels], _kernelInitializer,
            regularizer: _kernelRegularizer, constraint: _kernelConstraint);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x)
    {
        return Window.ConvolveBack(x, _kernel, OutputPadding is { } extra ? [extra.Height, extra.Width] : null);
    }
}
