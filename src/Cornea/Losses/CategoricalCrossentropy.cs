using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Losses;

/// <summary>−Σ yTrue · log(yPred) over the classes: for one-hot targets.</summary>
/// <param name="fromLogits">Whether predictions are logits, before the softmax, rather than probabilities.</param>
/// <param name="labelSmoothing">How far targets are drawn towards all classes alike, 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., classes]; a loss for each [batch, ...]. Probabilities are divided by their sum and kept
/// between 10⁻⁷ and 1 − 10⁻⁷. Where a softmax made the predictions, its input is used instead, which is exact.</para>
/// <para>Source: Keras 3, CategoricalCrossentropy. Golden cases: losses/cce*.</para>
/// </remarks>
public sealed class CategoricalCrossentropy(
    bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction? reduction = null,
    string name = "categorical_crossentropy")
    : SmoothedCrossentropy(fromLogits, labelSmoothing, axis, name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        yTrue = Smoothed(yTrue, yPred.Shape[yPred.Shape.Axis(Axis, Name)]);
        Tensor? logits = LogitsOf<Softmax>(yPred);
        if (logits is not null && yTrue.Spec == logits.Spec && yPred.Shape.Axis(Axis, Name) == yPred.Rank - 1)
        {
            // One operation for the loss and the softmax that its gradient needs.
            int classes = logits.Shape[^1];
            return Node.Emit(new SoftmaxCrossEntropy(), logits.Reshape([-1, classes]), yTrue.Reshape([-1, classes]))[0].Reshape(logits.Shape[..^1]);
        }

        Tensor logarithms = logits is not null ? Ops.LogSoftmax(logits, Axis) : Ops.Log(Clipped(yPred / Ops.Sum(yPred, [Axis], keepDims: true)));
        return -Ops.Sum(yTrue * logarithms, [Axis]);
    }
}
