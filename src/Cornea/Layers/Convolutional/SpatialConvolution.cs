using Cornea.Activations;

namespace Cornea.Layers;

/// <summary>What convolutions over one, two or three axes share: the window, the bias, the activation, both data formats, shapes and checks.</summary>
public abstract class SpatialConvolution : Layer
{
    private readonly ConvolutionOptions _options;
    private readonly ActivationFunction _activation;
    private Variable? _bias;

    private protected SpatialConvolution(ConvolutionOptions options)
        : base(options.Name)
    {
        _options = options;
        CheckPositive(options.KernelSize, "kernelSize");
        CheckPositive(options.Strides, "strides");
        CheckPositive(options.DilationRate, "dilationRate");
        if (Padding == Padding.Causal && !MayBeCausal)
            throw ArgumentError("padding", "expected padding valid or same, got causal, which is for one-dimensional convolutions.");
        if (options.Strides.Max() > 1 && options.DilationRate.Max() > 1)
            throw ArgumentError("strides", $"strides above 1 don't go with a dilation rate above 1, got strides {Text(options.Strides)} and dilation rate {Text(options.DilationRate)}.");
        Window = new WindowN(options.KernelSize, options.Strides, options.DilationRate, Padding, "Convolution");
        _activation = options.Activation ?? ActivationFunction.Linear;
        ActivityRegularizer = options.ActivityRegularizer;
        InputSpec = SpatialAxes.Spec(Axes, DataFormat);
    }

    /// <summary>The window's size along each axis, in pixels.</summary>
    public Shape KernelSize => _options.KernelSize;

    /// <summary>Pixels from window to window, along each axis.</summary>
    public Shape Strides => _options.Strides;

    /// <summary>Pixels from one element of the window to the next, along each axis; 1 is dense.</summary>
    public Shape DilationRate => _options.DilationRate;

    /// <summary>What happens at the edges.</summary>
    public Padding Padding => _options.Padding;

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat => _options.DataFormat;

    /// <summary>Whether a number is added to each output channel.</summary>
    public bool UseBias => _options.UseBias;

    /// <summary>What is added to the output channels; null without.</summary>
    public Variable? Bias => _bias;

    /// <summary>Over how many axes the window moves.</summary>
    private protected int Axes => _options.KernelSize.Length;

    /// <summary>The window as the operations take it.</summary>
    private protected WindowN Window { get; }

    private protected virtual bool MayBeCausal => false;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _options.Write(base.GetConfig());

    /// <summary>Creates the kernel for so many input channels; gives the number of output channels.</summary>
    private protected abstract int BuildKernel(int channels);

    /// <summary>The sums, on an input with the channels last.</summary>
    private protected abstract Tensor Convolve(Tensor x);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int channels = DataFormat.IsFirst ? input[1] : input[^1];
        if (channels == Shape.Unknown) throw ShapeError($"the number of channels must be known, got {input}.");
        int outputs = BuildKernel(channels);
        _bias = UseBias ? _options.Bias.AddTo(this, "bias", [outputs]) : null;
        Adaptable?.BuildAdaptation();
        InputSpec = SpatialAxes.Spec(Axes, DataFormat, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Tensor y = Convolve(DataFormat.ToLast(x.DType.IsFloating ? x : x.Cast(DType.Float32)));
        if (_bias is not null) y += _bias;
        return _activation.Call(DataFormat.FromLast(y));
    }

    /// <summary>A kernel's shape: the window's sizes, then others.</summary>
    private protected Shape OverWindow(params ReadOnlySpan<int> others) => [.. _options.KernelSize, .. others];

    /// <summary>The values of one sample, where sizes that aren't known count 1.</summary>
    private protected static long ValuesOf(Shape batch) => batch.Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1));

    /// <summary>A number of the constructor's that must be at least 1.</summary>
    private protected int Positive(int value, string argument, string what) => value > 0 ? value
        : throw ArgumentError(argument, $"expected at least 1 {what}, got {value}.");

    private void CheckPositive(int[] sizes, string argument)
    {
        if (sizes.Min() < 1) throw ArgumentError(argument, $"expected {argument} of at least 1, got {Text(sizes)}.");
    }

    /// <summary>Numbers as a user writes them.</summary>
    private protected static string Text(IReadOnlyList<int> sizes) => sizes.Count == 1 ? $"{sizes[0]}" : $"({string.Join(", ", sizes)})";
}
