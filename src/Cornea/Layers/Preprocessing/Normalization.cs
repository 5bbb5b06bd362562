namespace Cornea.Layers;

/// <summary>(x − mean) / √variance for each channel, with statistics that are given or taken from data by <see cref="Adapt"/>.</summary>
/// <remarks>
/// <para>Output: the input's shape, float32. Weights, unless the statistics are given: mean, variance, count.</para>
/// <para>Source: Keras 3, Normalization. Golden cases: layers/preprocessing_01.</para>
/// </remarks>
public sealed class Normalization : Layer
{
    private const double LeastDeviation = 1e-7; // Keras' epsilon: a constant channel becomes 0, not NaN.
    private readonly double[]? _givenMean;
    private readonly double[]? _givenVariance;
    private bool _isNumber; // Keras keeps a single number as such.
    private Variable? _mean;
    private Variable? _variance;
    private Variable? _count;
    private Shape _statistics;

    /// <summary>A layer with given statistics, or one to adapt.</summary>
    /// <param name="axis">The axes that keep statistics of their own; the last by default, none for one statistic over all.</param>
    /// <param name="mean">A number, or one for each channel; null to take it from data.</param>
    /// <param name="variance">As the mean; both or none.</param>
    /// <param name="invert">Whether the other way is gone: x · √variance + mean.</param>
    /// <param name="name">Unique within the model.</param>
    public Normalization(
        IReadOnlyList<int>? axis = null, IReadOnlyList<double>? mean = null, IReadOnlyList<double>? variance = null, bool invert = false,
        string? name = null)
        : base(name)
    {
        if (mean is null != variance is null) throw ArgumentError(nameof(mean), "expected both mean and variance or neither.");
        Axis = axis ?? [-1];
        foreach (double value in variance ?? []) NotNegative(value, nameof(variance));
        (_givenMean, _givenVariance, Invert) = (mean?.ToArray(), variance?.ToArray(), invert);
    }

    /// <summary>The axes that keep statistics of their own.</summary>
    public IReadOnlyList<int> Axis { get; }

    /// <summary>Whether the other way is gone.</summary>
    public bool Invert { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("axis", ConfigValues.Numbers(Axis))
        .With("invert", Invert)
        .With("mean", Given(_givenMean))
        .With("variance", Given(_givenVariance));

    internal static Normalization FromConfig(LayerConfig config) => new(
        config.Json.ContainsKey("axis") ? config.GetIntsOrNull("axis") ?? [] : null, config.GetNumbers("mean"), config.GetNumbers("variance"),
        config.GetBool("invert", false), config.GetString("name"))
    {
        _isNumber = config.Json["mean"] is System.Text.Json.Nodes.JsonValue,
    };

    private System.Text.Json.Nodes.JsonNode? Given(double[]? numbers) =>
        numbers is null ? null : _isNumber ? numbers[0] : ConfigValues.Numbers(numbers);

    /// <summary>Takes mean and variance from data.</summary>
    /// <param name="data">Samples [count, …].</param>
    /// <exception cref="InvalidOperationException">The statistics were given.</exception>
    public void Adapt(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_givenMean is not null) throw new InvalidOperationException($"{Label}: mean and variance were given, so there is nothing to adapt.");
        EnsureBuilt([data.Shape.With(0, Shape.Unknown)]);
        Tensor values = data.Cast(DType.Float32);
        int[] kept = Kept(data.Shape);
        Shape reduced = [.. Enumerable.Range(0, data.Rank).Except(kept)];
        Tensor mean = values.Mean(reduced, keepDims: true);
        _variance!.Assign(Ops.Square(values - mean).Mean(reduced).Reshape(_statistics));
        _mean!.Assign(mean.Reshape(_statistics));
        _count!.Assign(Ops.Full(Shape.Scalar, data.Shape.Product(0, data.Rank) / Math.Max(1, _statistics.ElementCount), DType.Int32));
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int[] kept = Kept(input);
        _statistics = [.. kept.Select(axis => input[axis])];
        if (!_statistics.IsKnown) throw ShapeError($"the sizes of axes {string.Join(", ", Axis)} must be known, got {input}.");
        if (_givenMean is not null)
        {
            if (_givenMean.Length != 1 && _givenMean.Length != _statistics.ElementCount)
                throw ShapeError($"expected 1 or {_statistics.ElementCount} numbers for mean and variance, got {_givenMean.Length}.");
            return;
        }

        _mean = AddWeight("mean", _statistics, new Initializers.Zeros(), trainable: false);
        _variance = AddWeight("variance", _statistics, new Initializers.Ones(), trainable: false);
        _count = AddWeight("count", Shape.Scalar, new Initializers.Zeros(), trainable: false, dtype: DType.Int32);
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Shape shape = [.. Enumerable.Range(0, x.Rank).Select(axis => Kept(x.Shape).Contains(axis) ? x.Shape[axis] : 1)];
        Tensor mean = Statistic(_mean, _givenMean, shape), deviation = Ops.Sqrt(Statistic(_variance, _givenVariance, shape));
        x = x.Cast(DType.Float32);
        return Invert ? mean + (x * Ops.Maximum(deviation, LeastDeviation)) : (x - mean) / Ops.Maximum(deviation, LeastDeviation);
    }

    private static Tensor Statistic(Variable? learned, double[]? given, Shape shape)
    {
        if (learned is not null) return learned.Value.Reshape(shape);
        Tensor values = Tensor.From<float>([.. given!.Select(number => (float)number)], [given!.Length]);
        return given.Length == 1 ? values : values.Reshape(shape);
    }

    private int[] Kept(Shape shape) => [.. Axis.Select(axis => shape.Axis(axis, Label)).Order()];
}
