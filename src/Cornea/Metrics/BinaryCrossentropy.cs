namespace Cornea.Metrics;

/// <summary>The mean binary cross-entropy.</summary>
/// <param name="name">What it is called.</param>
/// <param name="fromLogits">Whether predictions are logits, before the sigmoid.</param>
/// <param name="labelSmoothing">How far targets are drawn towards ½, 0 to 1.</param>
/// <remarks>Source: Keras 3, BinaryCrossentropy. Golden case: metrics/bce.</remarks>
public sealed class BinaryCrossentropy(string name = "binary_crossentropy", bool fromLogits = false, double labelSmoothing = 0)
    : LossMetric(new Losses.BinaryCrossentropy(fromLogits, labelSmoothing), name)
{
    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("from_logits", fromLogits).With("label_smoothing", labelSmoothing);
}
