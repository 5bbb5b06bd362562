using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What convolutions over one, two or three axes share: the window, the bias, the activation, both data formats, shapes and checks.</summary>
public abstract class SpatialConvolution : Layer
{
    private readonly ActivationFunction _activation;
    private readonly Initializer _biasInitializer;
    private readonly Regularizer? _biasRegularizer;
    private readonly Constraint? _biasConstraint;
    private Variable? _bias;

    private protected SpatialConvolution(
        string? name, int[] kernelSize, int[] strides, Padding padding, DataFormat dataFormat, int[] dilationRate,
        ActivationFunction? activation, bool useBias, Initializer? biasInitializer, Regularizer? biasRegularizer,
        Regularizer? activityRegularizer, Constraint? biasConstraint)
        : base(name)
    {
        WindowSizes = Positive(kernelSize, "kernelSize");
        WindowStrides = Positive(strides, "strides");
        WindowDilations = Positive(dilationRate, "dilationRate");
        if (padding == Padding.Causal && !MayBeCausal)
            throw ArgumentError(nameof(padding), "expected padding valid or same, got causal, which is for one-dimensional convolutions.");
        if (WindowStrides.Max() > 1 && WindowDilations.Max() > 1)
            throw ArgumentError(nameof(strides), $"strides above 1 don't go with a dilation rate above 1, got strides {Text(strides)} and dilation rate {Text(dilationRate)}.");
        (Padding, DataFormat, UseBias) = (padding, dataFormat, useBias);
        Window = new WindowN(WindowSizes, WindowStrides, WindowDilations, padding, "Convolution");
        _activation = activation ?? ActivationFunction.Linear;
        _biasInitializer = biasInitializer ?? new Zeros();
        (_biasRegularizer, ActivityRegularizer, _biasConstraint) = (biasRegularizer, activityRegularizer, biasConstraint);
        InputSpec = Spec(null);
    }

    /// <summary>What happens at the edges.</summary>
    public Padding Padding { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>Whether a number is added to each output channel.</summary>
    public bool UseBias { get; }

    /// <summary>What is added to the output channels; null without.</summary>
    public Variable? Bias => _bias;

    /// <summary>The window's size along each axis.</summary>
    private protected int[] WindowSizes { get; }

    /// <summary>The steps from window to window along each axis.</summary>
    private protected int[] WindowStrides { get; }

    /// <summary>The steps within the window along each axis; 1 is dense.</summary>
    private protected int[] WindowDilations { get; }

    /// <summary>The window as the operations take it.</summary>
    private protected WindowN Window { get; }

    /// <summary>A window of a single element.</summary>
    private protected WindowN Point
    {
        get
        {
            int[] ones = [.. WindowSizes.Select(_ => 1)];
            return new WindowN(ones, ones, ones, Padding.Valid, "Convolution");
        }
    }

    private protected virtual bool MayBeCausal => false;

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
        _bias = UseBias ? AddWeight("bias", [outputs], _biasInitializer, regularizer: _biasRegularizer, constraint: _biasConstraint) : null;
        Adaptable?.BuildAdaptation();
        InputSpec = Spec(channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Tensor y = Convolve(DataFormat.ToLast(x.DType.IsFloating ? x : x.Cast(DType.Float32)));
        if (_bias is not null) y += _bias;
        return _activation.Call(DataFormat.FromLast(y));
    }

    private protected LayerConfig WithWindow(LayerConfig config) => config
        .With("kernel_size", ConfigValues.Numbers(WindowSizes))
        .With("strides", ConfigValues.Numbers(WindowStrides))
        .With("padding", Padding.ToString())
        .With("data_format", DataFormat.ToString())
        .With("dilation_rate", ConfigValues.Numbers(WindowDilations));

    private protected LayerConfig WithActivation(LayerConfig config) => config.With("activation", _activation).With("use_bias", UseBias);

    private protected LayerConfig WithBias(LayerConfig config) => config
        .With("bias_initializer", _biasInitializer)
        .With("bias_regularizer", _biasRegularizer)
        .With("activity_regularizer", ActivityRegularizer)
        .With("bias_constraint", _biasConstraint);

    /// <summary>An output padding from 0 to below the strides.</summary>
    private protected int[]? CheckedOutputPadding(int[]? extra)
    {
        if (extra is null) return null;
        for (int axis = 0; axis < extra.Length; axis++)
            if (extra[axis] < 0 || extra[axis] >= WindowStrides[axis])
                throw ArgumentError("outputPadding", $"expected an output padding from 0 to below the strides {Text(WindowStrides)}, got {Text(extra)}.");
        return extra;
    }

    private protected int CheckedFilters(int filters, int groups = 1)
    {
        if (filters < 1) throw ArgumentError(nameof(filters), $"expected at least 1 filter, got {filters}.");
        if (groups < 1) throw ArgumentError(nameof(groups), $"expected at least 1 group, got {groups}.");
        return filters % groups == 0 ? filters
            : throw ArgumentError(nameof(filters), $"the filters must be divisible by the groups, got {filters} filters and {groups} groups.");
    }

    private protected int CheckedMultiplier(int depthMultiplier) => depthMultiplier > 0 ? depthMultiplier
        : throw ArgumentError(nameof(depthMultiplier), $"expected at least 1 filter for each channel, got {depthMultiplier}.");

    private protected int GroupChannels(int channels, int groups) => channels % groups == 0 ? channels / groups
        : throw ShapeError($"the input's channels must be divisible by the groups, got {channels} channels and {groups} groups.");

    private InputSpec Spec(int? channels) => SpatialAxes.Spec(WindowSizes.Length, DataFormat, channels);

    private int[] Positive(int[] sizes, string argument) => sizes.Min() >= 1 ? sizes
        : throw ArgumentError(argument, $"expected {argument} of at least 1, got {Text(sizes)}.");

    private static string Text(int[] sizes) => sizes.Length == 1 ? $"{sizes[0]}" : $"({string.Join(", ", sizes)})";
}
