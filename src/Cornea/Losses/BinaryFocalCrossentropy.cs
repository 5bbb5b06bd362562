namespace Cornea.Losses;

/// <summary>Binary cross-entropy in which easy examples count less: times (1 − p)^γ, p being the probability of what is true (Lin et al. 2017).</summary>
/// <param name="applyClassBalancing">Whether ones count α and zeros 1 − α.</param>
/// <param name="alpha">The weight of ones with <paramref name="applyClassBalancing"/>.</param>
/// <param name="gamma">How strongly easy examples are played down.</param>
/// <param name="fromLogits">Whether predictions are logits, before the sigmoid, rather than probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards ½, 0 to 1.</param>
/// <param name="axis">The axis the mean is taken over.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, BinaryFocalCrossentropy. Golden cases: losses/bfce*.</para>
/// </remarks>
public sealed class BinaryFocalCrossentropy(
    bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0,
    int axis = -1, Reduction? reduction = null, string name = "binary_focal_crossentropy")
    : SmoothedCrossentropy(fromLogits, labelSmoothing, axis, name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        yTrue = Smoothed(yTrue, 2);
        Tensor? logits = BinaryTerms.LogitsOf(yPred, fromLogits: false);
        if (FromLogits) (logits, yPred) = (yPred, Ops.Sigmoid(yPred));
        Tensor ofTruth = (yTrue * yPred) + ((1 - yTrue) * (1 - yPred));
        Tensor focal = Ops.Power(1 - ofTruth, gamma) * BinaryTerms.Of(yTrue, yPred, logits);
        if (applyClassBalancing) focal *= (yTrue * alpha) + ((1 - yTrue) * (1 - alpha));
        return Ops.Mean(focal, [Axis]);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("apply_class_balancing", applyClassBalancing)
        .With("alpha", alpha)
        .With("gamma", gamma);
}
