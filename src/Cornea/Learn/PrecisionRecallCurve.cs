namespace Cornea.Learn;

/// <summary>Precision and recall for every threshold on the score.</summary>
/// <param name="Precision">Of what is at or above the threshold, the part that is positive; at the end 1.</param>
/// <param name="Recall">Of the positives, the part at or above the threshold; descends to 0 at the end, which belongs to no threshold.</param>
/// <param name="Thresholds">Ascending, one fewer than the points.</param>
public sealed record PrecisionRecallCurve(
    IReadOnlyList<double> Precision, IReadOnlyList<double> Recall, IReadOnlyList<double> Thresholds)
{
    /// <summary>The mean of the precisions, each counting by the recall that it adds.</summary>
    public double AveragePrecision
    {
        get
        {
            double sum = 0;
            for (int i = 1; i < Recall.Count; i++) sum -= (Recall[i] - Recall[i - 1]) * Precision[i - 1];
            return Math.Max(0, sum);
        }
    }
}
