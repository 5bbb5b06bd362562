namespace Cornea.Losses;

/// <summary>max(1 + the best wrong class − the right class, 0); targets are one-hot.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, CategoricalHinge. Golden case: losses/cathinge.</para>
/// </remarks>
public sealed class CategoricalHinge(Reduction? reduction = null, string name = "categorical_hinge") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor right = Ops.Sum(yTrue * yPred, [-1]);
        Tensor wrong = Ops.Max((1 - yTrue) * yPred, [-1]);
        return Ops.Maximum(wrong - right + 1, 0);
    }
}
