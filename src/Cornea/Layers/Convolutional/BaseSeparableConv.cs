namespace Cornea.Layers;

/// <summary>What convolutions share that convolve each channel by itself, then the channels at each place.</summary>
public abstract class BaseSeparableConv : SpatialConvolution
{
    private readonly WeightOptions _depthwiseOptions;
    private readonly WeightOptions _pointwiseOptions;
    private Variable _depthwise = null!;
    private Variable _pointwise = null!;

    private protected BaseSeparableConv(ConvolutionOptions options, int filters, int depthMultiplier, WeightOptions depthwise, WeightOptions pointwise)
        : base(options)
    {
        Filters = Positive(filters, nameof(filters), "filter");
        DepthMultiplier = Positive(depthMultiplier, nameof(depthMultiplier), "filter for each channel");
        (_depthwiseOptions, _pointwiseOptions) = (depthwise, pointwise);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>How many filters each channel has at first.</summary>
    public int DepthMultiplier { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _pointwiseOptions.Write(
        _depthwiseOptions.Write(base.GetConfig().With("depth_multiplier", DepthMultiplier).With("filters", Filters), "depthwise"), "pointwise");

    internal override long MultiplyAdds(Shape[] inputs, Shape output) =>
        ValuesOf(output) / Filters * (_depthwise.Shape.ElementCount + _pointwise.Shape.ElementCount);

    private protected override int BuildKernel(int channels)
    {
        _depthwise = _depthwiseOptions.AddTo(this, "depthwise_kernel", OverWindow(channels, DepthMultiplier));
        _pointwise = _pointwiseOptions.AddTo(this, "pointwise_kernel", [.. Ones(), AxisSize.Product(ClassName, channels, DepthMultiplier), Filters]);
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x)
    {
        var point = new WindowN(Ones(), Ones(), Ones(), Padding.Valid, "Convolution");
        return point.Convolve(Window.ConvolveDepthwise(x, _depthwise), _pointwise, 1);
    }

    private int[] Ones() => [.. Enumerable.Repeat(1, Axes)];
}
