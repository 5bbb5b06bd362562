namespace Cornea.Layers;

/// <summary>max(x, 0), in general: maxValue where x ≥ maxValue, x above threshold, negativeSlope · (x − threshold) below.</summary>
/// <remarks>Source: Keras 3, ReLU. Golden cases: layers/leakyrelu_*.</remarks>
public sealed class ReLU : Layer
{
    /// <summary>A rectifier.</summary>
    /// <param name="maxValue">The largest output; null for no bound.</param>
    /// <param name="negativeSlope">The slope below the threshold, at least 0.</param>
    /// <param name="threshold">Where the function bends, at least 0.</param>
    /// <param name="name">Unique within the model.</param>
    public ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0, string? name = null)
        : base(name)
    {
        if (maxValue < 0) throw ArgumentError(nameof(maxValue), $"expected a largest value of at least 0, got {maxValue}.");
        if (negativeSlope < 0) throw ArgumentError(nameof(negativeSlope), $"expected a slope of at least 0, got {negativeSlope}.");
        if (threshold < 0) throw ArgumentError(nameof(threshold), $"expected a threshold of at least 0, got {threshold}.");
        (MaxValue, NegativeSlope, Threshold) = (maxValue, negativeSlope, threshold);
    }

    /// <summary>The largest output; null for no bound.</summary>
    public double? MaxValue { get; }

    /// <summary>The slope below the threshold.</summary>
    public double NegativeSlope { get; }

    /// <summary>Where the function bends.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("max_value", MaxValue)
        .With("negative_slope", NegativeSlope)
        .With("threshold", Threshold);

    internal static ReLU FromConfig(LayerConfig config) => new(
        config.Has("max_value") ? config.GetDouble("max_value") : null, config.GetDouble("negative_slope", 0),
        config.GetDouble("threshold", 0), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (NegativeSlope == 0 && Threshold == 0)
            return MaxValue is { } bound ? bound == 6 ? Ops.Relu6(x) : Ops.Minimum(Ops.Relu(x), bound) : Ops.Relu(x);
        Tensor above = MaxValue is { } limit ? Ops.Minimum(x, limit) : x;
        Tensor below = NegativeSlope == 0 ? Ops.ZerosLike(x) : (x - Threshold) * NegativeSlope;
        return Ops.Where(x > Threshold, above, below);
    }
}
