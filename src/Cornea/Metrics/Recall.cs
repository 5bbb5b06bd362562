namespace Cornea.Metrics;

/// <summary>How many of the ones are predicted: TP / (TP + FN).</summary>
/// <remarks>Source: Keras 3, Recall. Golden case: metrics/recall.</remarks>
public sealed class Recall : HitRatioMetric
{
    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="topK">Counts the k largest predictions of a row as 1, and no others; null: the threshold decides alone.</param>
    /// <param name="classId">The one class to look at; null: all.</param>
    /// <param name="name">What it is called.</param>
    public Recall(Thresholds? thresholds = null, int? topK = null, int? classId = null, string? name = null)
        : base(thresholds, topK, classId, name) => FalseNegatives = AddVariable("false_negatives", ThresholdCount);

    private protected override Variable Misses => FalseNegatives!;
}
