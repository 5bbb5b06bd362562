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
public sealed class SeparableConv2D : ConvolutionLayer
{
    private readonly Initializer _depthwiseInitializer;
    private readonly Initializer _pointwiseInitializer;
    private readonly Regularizer? _depthwiseRegularizer;
    private readonly Regularizer? _pointwiseRegularizer;
    private readonly Constraint? _depthwiseConstraint;
    private readonly Constraint? _pointwiseConstraint;
    private Variable _depthwise = null!;
    private Variable _pointwise = null!;

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
        : base(name, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer, activityRegularizer, biasConstraint)
    {
        Filters = filters > 0 ? filters : throw ArgumentError(nameof(filters), $"expected at least 1 filter, got {filters}.");
        DepthMultiplier = CheckedMultiplier(depthMultiplier);
        (_depthwiseInitializer, _pointwiseInitializer) = (depthwiseInitializer ?? new GlorotUniform(), pointwiseInitializer ?? new GlorotUniform());
        (_depthwiseRegularizer, _pointwiseRegularizer) = (depthwiseRegularizer, pointwiseRegularizer);
        (_depthwiseConstraint, _pointwiseConstraint) = (depthwiseConstraint, pointwiseConstraint);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>The number of filters of the first step for each input channel.</summary>
    public int DepthMultiplier { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        WithBias(WithActivation(WithWindow(base.GetConfig().With("depth_multiplier", DepthMultiplier).With("filters", Filters)))
            .With("depthwise_initializer", _depthwiseInitializer)
            .With("pointwise_initializer", _pointwiseInitializer)
            .With("depthwise_regularizer", _depthwiseRegularizer)
            .With("pointwise_regularizer", _pointwiseRegularizer)
            .With("depthwise_constraint", _depthwiseConstraint)
            .With("pointwise_constraint", _pointwiseConstraint));

    internal static SeparableConv2D FromConfig(LayerConfig config) => new(
        config.GetInt("filters"), config.GetSize("kernel_size"), config.GetSize("strides", 1), config.GetPadding(), config.GetDataFormat(),
        config.GetSize("dilation_rate", 1), config.GetInt("depth_multiplier", 1), config.GetActivation(), config.GetBool("use_bias", true),
        config.GetInitializer("depthwise_initializer"), config.GetInitializer("pointwise_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("depthwise_regularizer"), config.GetRegularizer("pointwise_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("depthwise_constraint"), config.GetConstraint("pointwise_constraint"),
        config.GetConstraint("bias_constraint"), config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output)
    {
        long pixels = output.Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) / Filters;
        return pixels * (_depthwise.Shape.ElementCount + _pointwise.Shape.ElementCount);
    }

    private protected override int BuildKernel(int channels)
    {
        _depthwise = AddWeight(
            "depthwise_kernel", [KernelSize.Height, KernelSize.Width, channels, DepthMultiplier], _depthwiseInitializer,
            regularizer: _depthwiseRegularizer, constraint: _depthwiseConstraint);
        _pointwise = AddWeight(
            "pointwise_kernel", [1, 1, AxisSize.Product(ClassName, channels, DepthMultiplier), Filters], _pointwiseInitializer,
            regularizer: _pointwiseRegularizer, constraint: _pointwiseConstraint);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x) =>
        Point.Convolve(Window.ConvolveDepthwise(x, _depthwise), _pointwise, 1);
}
