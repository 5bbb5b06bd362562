namespace Cornea.Losses;

/// <summary>1 − 2 · Σ yTrue · yPred / (Σ yTrue + Σ yPred + 10⁻⁷): how little two masks overlap (Milletari et al. 2016).</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <param name="axis">The axes the sums are taken over; null: all, which makes one loss for the batch.</param>
/// <remarks>
/// <para>Targets and predictions of one shape.</para>
/// <para>Source: Keras 3, Dice. Golden case: losses/dice.</para>
/// </remarks>
public sealed class Dice(
    Reduction? reduction = null,
    string name = "dice",
    Shape? axis = null)
    : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor overlap = Ops.Sum(yTrue * yPred, axis);
        return 1 - (overlap * 2 / (Ops.Sum(yTrue, axis) + Ops.Sum(yPred, axis) + Ops.KerasEpsilon));
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("axis", LossTable.AxesJson(axis));
}
