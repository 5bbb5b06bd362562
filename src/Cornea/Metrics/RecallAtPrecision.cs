namespace Cornea.Metrics;

/// <summary>The best recall where the precision is at least a given one.</summary>
/// <param name="precision">What must be reached, 0 to 1.</param>
/// <param name="numThresholds">How many thresholds, spread evenly from 0 to 1, are tried.</param>
/// <param name="classId">The one class to look at; null: all.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, RecallAtPrecision. Golden case: metrics/rec_at_prec.</remarks>
public sealed class RecallAtPrecision(double precision, int numThresholds = 200, int? classId = null, string? name = null)
    : OperatingPointMetric(precision, "precision", numThresholds, classId, name)
{
    /// <inheritdoc/>
    public override Tensor Result() => Best(Precisions, Sensitivities);
}
