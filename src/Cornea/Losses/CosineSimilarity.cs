namespace Cornea.Losses;

/// <summary>−Σ of the products of targets and predictions, both divided by their norm: −1 for the same direction, 1 for opposite ones.</summary>
/// <param name="axis">The axis of the vectors.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, CosineSimilarity. Golden case: losses/cosine.</para>
/// </remarks>
public sealed class CosineSimilarity(
    int axis = -1,
    Reduction? reduction = null,
    string name = "cosine_similarity")
    : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        -Ops.Sum(Ops.Normalize(yTrue, axis) * Ops.Normalize(yPred, axis), [axis]);

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => WithUnlessDefault(base.GetConfig(), "axis", axis, axis == -1);
}
