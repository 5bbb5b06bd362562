namespace Cornea.Losses;

/// <summary>½ · error² where |error| ≤ δ, else δ · |error| − ½ · δ²; mean over the last axis (Huber 1964).</summary>
/// <param name="delta">Where the parabola goes over into a line.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, Huber. Golden case: losses/huber.</para>
/// </remarks>
public sealed class Huber(
    double delta = 1,
    Reduction? reduction = null,
    string name = "huber_loss")
    : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor error = yPred - yTrue, size = Ops.Abs(error);
        return Ops.Mean(Ops.Where(size <= delta, Ops.Square(error) * 0.5, (size * delta) - (0.5 * delta * delta)), [-1]);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => WithUnlessDefault(base.GetConfig(), "delta", delta, delta == 1);
}
