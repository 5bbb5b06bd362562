using System.Text.Json.Nodes;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Losses;

/// <summary>−log of the right class' probability: for class indices as targets.</summary>
/// <param name="fromLogits">Whether predictions are logits, before the softmax, rather than probabilities.</param>
/// <param name="ignoreClass">A class whose places count nothing, such as −1 or 255 for unlabelled pixels.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="axis">The axis of the classes; only the last is supported, as in Keras on TensorFlow.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets [batch, ...] or [batch, ..., 1], each an index from 0 to classes − 1; predictions [batch, ..., classes]; a loss for each
/// [batch, ...]. A label out of range is an error before anything is changed. Where a softmax made the predictions, its input is used
/// instead, which is exact; other probabilities are kept between 10⁻⁷ and 1 − 10⁻⁷.</para>
/// <para>Source: Keras 3, SparseCategoricalCrossentropy. Golden cases: losses/scce*.</para>
/// </remarks>
public sealed class SparseCategoricalCrossentropy(
    bool fromLogits = false,
    int? ignoreClass = null,
    Reduction? reduction = null,
    int axis = -1,
    string name = "sparse_categorical_crossentropy")
    : ProbabilityLoss(fromLogits, axis, name, reduction)
{
    /// <summary>A class whose places count nothing; null for none.</summary>
    internal int? IgnoreClass => ignoreClass;

    private protected override bool FloatsTargets => false;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => WithUnlessDefault(
        base.GetConfig().With("from_logits", FromLogits).With("ignore_class", (JsonNode?)ignoreClass), "axis", Axis, Axis == -1);

    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) => PerSampleWithMask(yTrue, yPred).Values;

    private protected override (Tensor Values, Tensor? Mask) PerSampleWithMask(Tensor yTrue, Tensor yPred)
    {
        Tensor labels = Ops.ToIndices(yTrue);
        Tensor? isValid = null;
        if (ignoreClass is { } ignored)
        {
            isValid = Ops.NotEqual(labels, ignored);
            labels = Ops.Where(isValid, labels, 0);
            yPred = Ops.Where(isValid.ExpandDims(-1), yPred, 0);
        }

        Tensor logits = LogitsOf<Softmax>(yPred) ?? Ops.Log(Clipped(yPred));
        Tensor losses = Node.Emit(
            new SparseSoftmaxCrossEntropy(), logits.Reshape([-1, logits.Shape[^1]]), labels.Reshape([-1]))[0].Reshape(labels.Shape);
        return (isValid is null ? losses : Ops.Where(isValid, losses, 0), isValid);
    }

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred)
    {
        if (yPred.Rank == 0 || (Axis != -1 && Axis != yPred.Rank - 1))
            throw new ArgumentException($"SparseCategoricalCrossentropy '{Name}': expected the classes on the last axis, got axis {Axis} of shape {yPred.Shape}.");
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue.Shape[^1] == 1 ? yTrue.Squeeze(-1) : yTrue;
        if (Fits(labels.Shape, yPred.Shape[..^1])) return (labels, yPred);
        throw Misfit(
            $"class indices of shape {yPred.Shape[..^1]} for predictions {yPred.Shape}",
            yTrue.Shape,
            yTrue.Shape == yPred.Shape ? "For one-hot targets use \"categorical_crossentropy\"." : "Give one index for each prediction.");
    }
}
