using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea.Metrics;

/// <summary>What metrics share that give the best of one ratio where another one is good enough, over all thresholds.</summary>
public abstract class OperatingPointMetric : ConfusionMetric
{
    private readonly double _value;
    private readonly string _key;
    private readonly int? _classId;

    private protected OperatingPointMetric(double value, string key, int numThresholds, int? classId, string? name)
        : base(name, Spread(numThresholds, key), isEven: numThresholds > 1)
    {
        _value = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(key, $"{GetType().Name}: expected {key} between 0 and 1, got {value}.");
        _key = key;
        _classId = classId;
        TruePositives = AddVariable("true_positives", ThresholdCount);
        FalsePositives = AddVariable("false_positives", ThresholdCount);
        TrueNegatives = AddVariable("true_negatives", ThresholdCount);
        FalseNegatives = AddVariable("false_negatives", ThresholdCount);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    private protected Tensor Sensitivities => Ratio(TruePositives!.Value, FalseNegatives!.Value);

    private protected Tensor Specificities => Ratio(TrueNegatives!.Value, FalsePositives!.Value);

    private protected Tensor Precisions => Ratio(TruePositives!.Value, FalsePositives!.Value);

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("class_id", (JsonNode?)_classId)
        .With("num_thresholds", ThresholdCount)
        .With(_key, _value);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Count(yTrue, yPred, sampleWeight, classId: _classId);

    // A ratio that falls short by rounding only counts as reached.
    private protected Tensor Best(Tensor constrained, Tensor wanted) =>
        Ops.Maximum(Ops.Max(Ops.Where(constrained >= MathF.BitDecrement((float)_value), wanted, 0)), 0);

    private static double[] Spread(int count, string key)
    {
        if (count <= 0) throw new ArgumentOutOfRangeException("numThresholds", $"Metric at {key}: expected numThresholds over 0, got {count}.");
        LoadBudget.Current?.Take((double)sizeof(double) * count, $"the thresholds of a metric at {key}");
        return count == 1 ? [0.5] : [.. Enumerable.Range(0, count).Select(index => (double)index / (count - 1))];
    }
}
