namespace Cornea.Layers;

/// <summary>What convolutions share that convolve each channel by itself.</summary>
public abstract class BaseDepthwiseConv : SpatialConvolution
{
    private readonly WeightOptions _kernelOptions;
    private Variable _kernel = null!;

    private protected BaseDepthwiseConv(ConvolutionOptions options, int depthMultiplier, WeightOptions depthwise)
        : base(options) => (DepthMultiplier, _kernelOptions) = (Positive(depthMultiplier, nameof(depthMultiplier), "filter for each channel"), depthwise);

    /// <summary>How many filters each channel has.</summary>
    public int DepthMultiplier { get; }

    /// <summary>The filters [window…, channels, multiplier]; there once the layer is built.</summary>
    public Variable Kernel => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _kernelOptions.Write(base.GetConfig().With("depth_multiplier", DepthMultiplier), "depthwise");

    internal override long MultiplyAdds(Shape[] inputs, Shape output) => ValuesOf(output) * _kernel.Shape.Product(0, Axes);

    private protected override int BuildKernel(int channels)
    {
        _kernel = _kernelOptions.AddTo(this, "kernel", OverWindow(channels, DepthMultiplier));
        return AxisSize.Product(ClassName, channels, DepthMultiplier);
    }

    private protected override Tensor Convolve(Tensor x) => Window.ConvolveDepthwise(x, _kernel);
}
