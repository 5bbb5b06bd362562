namespace Cornea.Metrics;

/// <summary>The best specificity (recall of zeros) where the sensitivity (recall of ones) is at least a given one.</summary>
/// <param name="sensitivity">What must be reached, 0 to 1.</param>
/// <param name="numThresholds">How many thresholds, spread evenly from 0 to 1, are tried.</param>
/// <param name="classId">The one class to look at; null: all.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, SpecificityAtSensitivity. Golden case: metrics/spec_at_sens.</remarks>
public sealed class SpecificityAtSensitivity(double sensitivity, int numThresholds = 200, int? classId = null, string? name = null)
    : OperatingPointMetric(sensitivity, "sensitivity", numThresholds, classId, name)
{
    /// <inheritdoc/>
    public override Tensor Result() => Best(Sensitivities, Specificities);
}
