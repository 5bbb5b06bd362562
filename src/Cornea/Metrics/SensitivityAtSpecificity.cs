namespace Cornea.Metrics;

/// <summary>The best sensitivity (recall of ones) where the specificity (recall of zeros) is at least a given one.</summary>
/// <param name="specificity">What must be reached, 0 to 1.</param>
/// <param name="numThresholds">How many thresholds, spread evenly from 0 to 1, are tried.</param>
/// <param name="classId">The one class to look at; null: all.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, SensitivityAtSpecificity. Golden case: metrics/sens_at_spec.</remarks>
public sealed class SensitivityAtSpecificity(double specificity, int numThresholds = 200, int? classId = null, string? name = null)
    : OperatingPointMetric(specificity, "specificity", numThresholds, classId, name)
{
    /// <inheritdoc/>
    public override Tensor Result() => Best(Specificities, Sensitivities);
}
