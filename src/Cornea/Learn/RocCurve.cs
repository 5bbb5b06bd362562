namespace Cornea.Learn;

/// <summary>How many positives are found for how many false alarms, for every threshold on the score.</summary>
/// <param name="FalsePositiveRate">Of the negatives, the part at or above the threshold; ascends from 0 to 1. NaN without negatives.</param>
/// <param name="TruePositiveRate">Of the positives, the part at or above the threshold. NaN without positives.</param>
/// <param name="Thresholds">Descending; the first, infinity, is above all scores.</param>
public sealed record RocCurve(
    IReadOnlyList<double> FalsePositiveRate, IReadOnlyList<double> TruePositiveRate, IReadOnlyList<double> Thresholds)
{
    /// <summary>The area under the curve: the chance that a positive has a higher score than a negative.</summary>
    public double Area => Score.Auc(FalsePositiveRate, TruePositiveRate);
}
