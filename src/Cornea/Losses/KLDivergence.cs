namespace Cornea.Losses;

/// <summary>Σ yTrue · log(yTrue / yPred) over the last axis; both are kept between 10⁻⁷ and 1.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, KLDivergence. Golden case: losses/kld.</para>
/// </remarks>
public sealed class KLDivergence(Reduction? reduction = null, string name = "kl_divergence") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        yTrue = Ops.Clip(yTrue, Ops.KerasEpsilon, 1);
        yPred = Ops.Clip(yPred, Ops.KerasEpsilon, 1);
        return Ops.Sum(yTrue * Ops.Log(yTrue / yPred), [-1]);
    }
}
