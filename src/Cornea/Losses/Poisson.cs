namespace Cornea.Losses;

/// <summary>mean(yPred − yTrue · log(yPred + 10⁻⁷)) over the last axis.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, Poisson. Golden case: losses/poisson.</para>
/// </remarks>
public sealed class Poisson(Reduction? reduction = null, string name = "poisson") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(yPred - (yTrue * Ops.Log(yPred + Ops.KerasEpsilon)), [-1]);
}
