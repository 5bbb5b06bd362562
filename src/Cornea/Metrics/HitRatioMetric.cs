using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>What precision and recall share: the part of hits (ones predicted as ones) among all that they look at.</summary>
public abstract class HitRatioMetric : ConfusionMetric
{
    private readonly Thresholds? _given;
    private readonly int? _topK;
    private readonly int? _classId;

    private protected HitRatioMetric(Thresholds? thresholds, int? topK, int? classId, string? name)
        : this(thresholds, Parse(thresholds, topK is null ? 0.5 : -1e10), topK, classId, name)
    {
    }

    private HitRatioMetric(Thresholds? given, double[] thresholds, int? topK, int? classId, string? name)
        : base(name, thresholds, AreEven(thresholds))
    {
        (_given, _topK, _classId) = (given, topK, classId);
        TruePositives = AddVariable("true_positives", ThresholdCount);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <summary>The count of what else is looked at.</summary>
    private protected abstract Variable Misses { get; }

    /// <inheritdoc/>
    public override Tensor Result()
    {
        Tensor ratio = Ratio(TruePositives!.Value, Misses.Value);
        return ThresholdCount == 1 ? ratio.Reshape(Shape.Scalar) : ratio;
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("thresholds", _given?.ToJson())
        .With("top_k", (JsonNode?)_topK)
        .With("class_id", (JsonNode?)_classId);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Count(yTrue, yPred, sampleWeight, _topK, _classId);
}
