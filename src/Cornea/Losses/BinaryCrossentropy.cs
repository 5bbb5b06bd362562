namespace Cornea.Losses;

/// <summary>mean(−yTrue · log(yPred) − (1 − yTrue) · log(1 − yPred)): for one unit per yes-or-no question.</summary>
/// <param name="fromLogits">Whether predictions are logits, before the sigmoid, rather than probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards ½, 0 to 1.</param>
/// <param name="axis">The axis the mean is taken over.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...]. Probabilities are kept between 10⁻⁷ and 1 − 10⁻⁷. Where a
/// sigmoid made the predictions, its input is used instead, which is exact.</para>
/// <para>Source: Keras 3, BinaryCrossentropy. Golden cases: losses/bce*.</para>
/// </remarks>
public sealed class BinaryCrossentropy(
    bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction? reduction = null, string name = "binary_crossentropy")
    : SmoothedCrossentropy(fromLogits, labelSmoothing, axis, name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(BinaryTerms.Of(Smoothed(yTrue, 2), yPred, BinaryTerms.LogitsOf(yPred, FromLogits)), [Axis]);
}
