namespace Cornea.Losses;

/// <summary>Categorical cross-entropy in which easy examples count less: −α · Σ (1 − p)^γ · yTrue · log(p) (Lin et al. 2017).</summary>
/// <param name="alpha">The weight of all.</param>
/// <param name="gamma">How strongly easy examples are played down.</param>
/// <param name="fromLogits">Whether predictions are logits, before the softmax, rather than probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards all classes alike, 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., classes]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, CategoricalFocalCrossentropy. Golden case: losses/cfce.</para>
/// </remarks>
public sealed class CategoricalFocalCrossentropy(
    double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction? reduction = null,
    string name = "categorical_focal_crossentropy")
    : SmoothedCrossentropy(fromLogits, labelSmoothing, axis, name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        yTrue = Smoothed(yTrue, yPred.Shape[yPred.Shape.Axis(Axis, Name)]);
        if (FromLogits) yPred = Ops.Softmax(yPred, Axis);
        Tensor probability = Clipped(yPred / Ops.Sum(yPred, [Axis], keepDims: true));
        return -Ops.Sum(Ops.Power(1 - probability, gamma) * yTrue * Ops.Log(probability), [Axis]) * alpha;
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("alpha", alpha)
        .With("gamma", gamma);
}
