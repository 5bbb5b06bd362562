namespace Cornea.Losses;

/// <summary>mean(|yTrue − yPred|) over the last axis.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, MeanAbsoluteError. Golden case: losses/mae.</para>
/// </remarks>
public sealed class MeanAbsoluteError(Reduction? reduction = null, string name = "mean_absolute_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(Ops.Abs(yTrue - yPred), [-1]);
}
