namespace Cornea.Metrics;

/// <summary>The mean categorical cross-entropy, of one-hot targets.</summary>
/// <param name="name">What it is called.</param>
/// <param name="fromLogits">Whether predictions are logits, before the softmax.</param>
/// <param name="labelSmoothing">How far targets are drawn towards all classes alike, 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
/// <remarks>Source: Keras 3, CategoricalCrossentropy. Golden case: metrics/cce.</remarks>
public sealed class CategoricalCrossentropy(
    string name = "categorical_crossentropy", bool fromLogits = false, double labelSmoothing = 0, int axis = -1)
    : LossMetric(new Losses.CategoricalCrossentropy(fromLogits, labelSmoothing, axis), name)
{
    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("from_logits", fromLogits)
        .With("label_smoothing", labelSmoothing)
        .With("axis", axis);
}
