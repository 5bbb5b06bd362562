namespace Cornea.Losses;

/// <summary>mean(max(1 − yTrue · yPred, 0)) over the last axis. Targets are −1 and 1; if all are 0 or 1, 0 counts as −1.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, Hinge. Golden case: losses/hinge.</para>
/// </remarks>
public sealed class Hinge(Reduction? reduction = null, string name = "hinge") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(Ops.Maximum(1 - (SignedLabels.Of(yTrue) * yPred), 0), [-1]);
}
