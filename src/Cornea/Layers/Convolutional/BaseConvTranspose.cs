namespace Cornea.Layers;

/// <summary>What transposed convolutions share: they undo what a convolution does to sizes.</summary>
public abstract class BaseConvTranspose : SpatialConvolution
{
    private readonly WeightOptions _kernelOptions;
    private readonly int[]? _outputPadding;
    private Variable _kernel = null!;

    private protected BaseConvTranspose(ConvolutionOptions options, int filters, int[]? outputPadding, WeightOptions kernel)
        : base(options)
    {
        Filters = Positive(filters, nameof(filters), "filter");
        for (int axis = 0; axis < outputPadding?.Length; axis++)
            if (outputPadding[axis] < 0 || outputPadding[axis] >= Strides[axis])
                throw ArgumentError(nameof(outputPadding), $"expected an output padding from 0 to below the strides {Text(Strides)}, got {Text(outputPadding)}.");
        (_outputPadding, _kernelOptions) = (outputPadding, kernel);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>What of the output goes beyond, at its end, along each axis; null for Keras' usual size.</summary>
    public Shape? OutputPadding => _outputPadding is null ? (Shape?)null : new Shape(_outputPadding);

    /// <summary>The filters [window…, filters, channels]; there once the layer is built.</summary>
    public Variable Kernel => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _kernelOptions.Write(
        base.GetConfig().With("filters", Filters).With("output_padding", _outputPadding is null ? null : ConfigValues.Numbers(_outputPadding)), "kernel");

    internal override long MultiplyAdds(Shape[] inputs, Shape output)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return ValuesOf(inputs[0]) * _kernel.Shape.Product(0, Axes + 1);
    }

    private protected override int BuildKernel(int channels)
    {
        _kernel = _kernelOptions.AddTo(this, "kernel", OverWindow(Filters, channels));
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x) => Window.ConvolveBack(x, _kernel, _outputPadding);

    /// <summary>The output padding in a config, for so many axes; null where it's missing.</summary>
    private protected static int[]? ReadOutputPadding(LayerConfig config, int axes) => config.Has("output_padding") ? config.GetSizes("output_padding", axes) : null;
}
