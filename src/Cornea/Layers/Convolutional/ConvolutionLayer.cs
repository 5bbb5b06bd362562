using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Graphs.Operations;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What two-dimensional convolutions share: the window, the bias, the activation, both data formats, shapes and checks.</summary>
public abstract class ConvolutionLayer : Layer
{
    private readonly ActivationFunction _activation;
    private readonly Initializer _biasInitializer;
    private readonly Regularizer? _biasRegularizer;
    private readonly Constraint? _biasConstraint;
    private Variable? _bias;

    private protected ConvolutionLayer(
        string? name, Size2 kernelSize, Size2? strides, Padding padding, DataFormat dataFormat, Size2? dilationRate,
        ActivationFunction? activation, bool useBias, Initializer? biasInitializer, Regularizer? biasRegularizer,
        Regularizer? activityRegularizer, Constraint? biasConstraint)
        : base(name)
    {
        KernelSize = kernelSize.Positive(Label, nameof(kernelSize));
        Strides = (strides ?? 1).Positive(Label, nameof(strides));
        DilationRate = (dilationRate ?? 1).Positive(Label, nameof(dilationRate));
        Padding = padding != Padding.Causal ? padding
            : throw ArgumentError(nameof(padding), "expected padding valid or same, got causal, which is for one-dimensional convolutions.");
        if (Strides != 1 && DilationRate != 1)
            throw ArgumentError(nameof(strides), $"strides above 1 don't go with a dilation rate above 1, got strides {Strides} and dilation rate {DilationRate}.");
        DataFormat = dataFormat;
        UseBias = useBias;
        _activation = activation ?? ActivationFunction.Linear;
        _biasInitializer = biasInitializer ?? new Zeros();
        (_biasRegularizer, ActivityRegularizer, _biasConstraint) = (biasRegularizer, activityRegularizer, biasConstraint);
        InputSpec = ImageSpec(dataFormat);
    }

    /// <summary>Height and width of the window, in pixels.</summary>
    public Size2 KernelSize { get; }

    /// <summary>Pixels from window to window.</summary>
    public Size2 Strides { get; }

    /// <summary>Pixels between a window's rows and columns; 1 is dense.</summary>
    public Size2 DilationRate { get; }

    /// <summary>What happens at the edges.</summary>
    public Padding Padding { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>Whether a number is added to each output channel.</summary>
    public bool UseBias { get; }

    /// <summary>What is added to the output channels; null without.</summary>
    public Variable? Bias => _bias;

    /// <summary>The window as the operations take it.</summary>
    private protected Window2D Window => new(
        KernelSize.Height, KernelSize.Width, Strides.Height, Strides.Width, DilationRate.Height, DilationRate.Width, Padding == Padding.Same);

    /// <summary>What a layer on images asks of its input.</summary>
    internal static InputSpec ImageSpec(DataFormat format, int? channels = null) => new(
        Rank: 4,
        Axes: channels is { } size ? new Dictionary<int, int> { [format.ChannelAxis] = size } : null,
        Layout: format.IsFirst ? "[batch, channels, height, width]" : "[batch, height, width, channels]",
        Remedy: "For grey images without a channel axis, put Reshape((height, width, 1)) before it.");

    /// <summary>Creates the kernel for so many input channels; gives the number of output channels.</summary>
    private protected abstract int BuildKernel(int channels);

    /// <summary>The sums, on an image with the channels last.</summary>
    private protected abstract Tensor Convolve(Tensor x);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int channels = DataFormat.IsFirst ? input[1] : input[^1];
        if (channels == Shape.Unknown) throw ShapeError($"the number of channels must be known, got {input}.");
        int outputs = BuildKernel(channels);
        _bias = UseBias ? AddWeight("bias", [outputs], _biasInitializer, regularizer: _biasRegularizer, constraint: _biasConstraint) : null;
        InputSpec = ImageSpec(DataFormat, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Tensor y = Convolve(DataFormat.ToLast(x.DType.IsFloating ? x : x.Cast(DType.Float32)));
        if (_bias is not null) y += _bias;
        return _activation.Call(DataFormat.FromLast(y));
    }

    private protected LayerConfig WithWindow(LayerConfig config) => config
        .With("kernel_size", KernelSize)
        .With("strides", Strides)
        .With("padding", Padding.ToString())
        .With("data_format", DataFormat.ToString())
        .With("dilation_rate", DilationRate);

    private protected LayerConfig WithActivation(LayerConfig config) => config.With("activation", _activation).With("use_bias", UseBias);

    private protected LayerConfig WithBias(LayerConfig config) => config
        .With("bias_initializer", _biasInitializer)
        .With("bias_regularizer", _biasRegularizer)
        .With("activity_regularizer", ActivityRegularizer)
        .With("bias_constraint", _biasConstraint);
}
