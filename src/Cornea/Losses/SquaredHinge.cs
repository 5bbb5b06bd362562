namespace Cornea.Losses;

/// <summary>mean(max(1 − yTrue · yPred, 0)²) over the last axis. Targets are −1 and 1; if all are 0 or 1, 0 counts as −1.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, SquaredHinge. Golden case: losses/sqhinge.</para>
/// </remarks>
public sealed class SquaredHinge(Reduction? reduction = null, string name = "squared_hinge") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(Ops.Square(Ops.Maximum(1 - (SignedLabels.Of(yTrue) * yPred), 0)), [-1]);
}
