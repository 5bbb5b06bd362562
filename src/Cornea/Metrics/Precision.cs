namespace Cornea.Metrics;

/// <summary>How many of the predicted ones are ones: TP / (TP + FP).</summary>
/// <remarks>Source: Keras 3, Precision. Golden cases: metrics/precision*.</remarks>
public sealed class Precision : HitRatioMetric
{
    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="topK">Counts the k largest predictions of a row as 1, and no others; null: the threshold decides alone.</param>
    /// <param name="classId">The one class to look at; null: all.</param>
    /// <param name="name">What it is called.</param>
    public Precision(Thresholds? thresholds = null, int? topK = null, int? classId = null, string? name = null)
        : base(thresholds, topK, classId, name) => FalsePositives = AddVariable("false_positives", ThresholdCount);

    private protected override Variable Misses => FalsePositives!;
}
