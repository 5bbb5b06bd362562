namespace Cornea.Losses;

/// <summary>1 − TP / (TP + α · FN + β · FP + 10⁻⁷) of two masks, with soft counts (Salehi et al. 2017); α = β = ½ is the Dice loss.</summary>
/// <param name="alpha">The weight of false negatives (as Keras 3.15 computes it).</param>
/// <param name="beta">The weight of false positives (as Keras 3.15 computes it).</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <param name="axis">The axes the sums are taken over; null: all, which makes one loss for the batch.</param>
/// <remarks>
/// <para>Targets and predictions of one shape.</para>
/// <para>Source: Keras 3, Tversky. Golden case: losses/tversky.</para>
/// </remarks>
public sealed class Tversky(
    double alpha = 0.5,
    double beta = 0.5,
    Reduction? reduction = null,
    string name = "tversky",
    Shape? axis = null)
    : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor truePositives = Ops.Sum(yTrue * yPred, axis);

        // Keras' documentation says it the other way round; these are the numbers of Keras 3.15.
        Tensor falseNegatives = Ops.Sum((1 - yPred) * yTrue, axis);
        Tensor falsePositives = Ops.Sum(yPred * (1 - yTrue), axis);
        return 1 - (truePositives / (truePositives + (falseNegatives * alpha) + (falsePositives * beta) + Ops.KerasEpsilon));
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("alpha", alpha)
        .With("beta", beta)
        .With("axis", LossTable.AxesJson(axis));
}
