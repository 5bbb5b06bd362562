using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>How many of the ones are predicted: TP / (TP + FN).</summary>
/// <remarks>Source: Keras 3, Recall. Golden cases: metrics/recall.</remarks>
public sealed class Recall : ConfusionMetric
{
    private readonly Thresholds? _given;
    private readonly int? _topK;
    private readonly int? _classId;

    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="topK">Counts the k largest predictions of a row as 1, and no others; null: the threshold decides alone.</param>
    /// <param name="classId">The one class to look at; null: all.</param>
    /// <param name="name">What it is called.</param>
    public Recall(Thresholds? thresholds = null, int? topK = null, int? classId = null, string? name = null)
        : this(thresholds, Parse(thresholds, topK is null ? 0.5 : -1e10), topK, classId, name)
    {
    }

    private Recall(Thresholds? given, double[] thresholds, int? topK, int? classId, string? name)
        : base(name, thresholds, AreEven(thresholds))
    {
        _given = given;
        _topK = topK;
        _classId = classId;
        TruePositives = AddVariable("true_positives", ThresholdCount);
        FalseNegatives = AddVariable("false_negatives", ThresholdCount);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override Tensor Result()
    {
        Tensor ratio = Ratio(TruePositives!.Value, FalseNegatives!.Value);
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
