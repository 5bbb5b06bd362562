namespace Cornea.Losses;

/// <summary>(1 − p^q) / q, p being the right class' probability: between cross-entropy (q → 0) and absolute error (q → 1), robust to wrong labels (Zhang &amp; Sabuncu 2018).</summary>
/// <param name="q">Between 0 and 1, both excluded.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets [batch], class indices; predictions [batch, classes], probabilities; a loss for each [batch].</para>
/// <para>Source: Keras 3, CategoricalGeneralizedCrossEntropy.</para>
/// </remarks>
public sealed class CategoricalGeneralizedCrossEntropy(
    double q = 0.5,
    Reduction? reduction = null,
    string name = "categorical_generalized_cross_entropy")
    : Loss(name, reduction)
{
    private readonly double _q = q is > 0 and < 1
        ? q
        : throw new ArgumentOutOfRangeException(nameof(q), $"CategoricalGeneralizedCrossEntropy: expected q between 0 and 1, got {q}.");

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("q", _q);

    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor right = Ops.Sum(yPred * Ops.OneHot(yTrue, yPred.Shape[^1]), [-1]);
        Tensor isZero = Ops.Equal(right, 0); // There the power's slope is ∞, which a softmax before it makes NaN instead of the 0 that it comes to.
        return (1 - Ops.Where(isZero, 0, Ops.Power(Ops.Where(isZero, 1, right), _q))) / _q;
    }

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred)
    {
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue.Shape[^1] == 1 ? yTrue.Squeeze(-1) : yTrue;
        return yPred.Rank > 0 && Fits(labels.Shape, yPred.Shape[..^1])
            ? (labels, yPred)
            : throw Misfit($"class indices for predictions {yPred.Shape}", yTrue.Shape, "Give one index for each prediction.");
    }
}
