using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>How many of the predicted ones are ones: TP / (TP + FP).</summary>
/// <remarks>Source: Keras 3, Precision. Golden cases: metrics/precision*.</remarks>
public sealed class Precision : ConfusionMetric
{
    private readonly Thresholds? _given;
    private readonly int? _topK;
    private readonly int? _classId;

    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="topK">Counts the k largest predictions of a row as 1, and no others; null: the threshold decides alone.</param>
    /// <param name="classId">The one class to look at; null: all.</param>
    /// <param name="name">What it is called.</param>
    public Precision(Thresholds? thresholds = null, int? topK = null, int? classId = null, string? name = null)
        : this(thresholds, Parse(thresholds, topK is null ? 0.5 : -1e10), topK, classId, name)
    {
    }

    private Precision(Thresholds? given, double[] thresholds, int? topK, int? classId, string? name)
        : base(name, thresholds, AreEven(thresholds))
    {
        _given = given;
        _topK = topK;
        _classId = classId;
        TruePositives = AddVariable("true_positives", ThresholdCount);
        FalsePositives = AddVariable("false_positives", ThresholdCount);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override Tensor Result()
    {
        Tensor ratio = Ratio(TruePositives!.Value, FalsePositives!.Value);
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
