namespace Cornea.Metrics;

/// <summary>The best precision where the recall is at least a given one.</summary>
/// <param name="recall">What must be reached, 0 to 1.</param>
/// <param name="numThresholds">How many thresholds, spread evenly from 0 to 1, are tried.</param>
/// <param name="classId">The one class to look at; null: all.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, PrecisionAtRecall.</remarks>
public sealed class PrecisionAtRecall(double recall, int numThresholds = 200, int? classId = null, string? name = null)
    : OperatingPointMetric(recall, "recall", numThresholds, classId, name)
{
    /// <inheritdoc/>
    public override Tensor Result() => Best(Sensitivities, Precisions);
}
