namespace Cornea.Losses;

/// <summary>100 · mean(|(yTrue − yPred) / max(|yTrue|, 10⁻⁷)|) over the last axis.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, MeanAbsolutePercentageError. Golden case: losses/mape.</para>
/// </remarks>
public sealed class MeanAbsolutePercentageError(Reduction? reduction = null, string name = "mean_absolute_percentage_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(Ops.Abs((yTrue - yPred) / Ops.Maximum(Ops.Abs(yTrue), Ops.KerasEpsilon)), [-1]) * 100;
}
