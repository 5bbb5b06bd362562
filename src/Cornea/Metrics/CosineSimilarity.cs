namespace Cornea.Metrics;

/// <summary>The mean cosine between targets and predictions: 1 for the same direction.</summary>
/// <param name="name">What it is called.</param>
/// <param name="axis">The axis of the vectors.</param>
/// <remarks>Source: Keras 3, CosineSimilarity. Golden case: metrics/cosine.</remarks>
public sealed class CosineSimilarity(string name = "cosine_similarity", int axis = -1)
    : LossMetric(new Losses.CosineSimilarity(axis), name)
{
    private protected override double Sign => -1;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => axis == -1 ? base.GetConfig() : base.GetConfig().With("axis", axis); // Keras leaves it out.
}
