namespace Cornea.Graphs.Operations;

/// <summary>
/// (logits [rows, classes], labels int32 [rows]) → loss [rows] = −log softmax(logits)[label], and the softmax [rows, classes]. Labels are
/// checked before a run writes anything.
/// </summary>
internal sealed record SparseSoftmaxCrossEntropy : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape logits = inputs[0].Shape, labels = inputs[1].Shape;
        if (logits.Rank != 2 || labels.Rank != 1 || (labels[0] != logits[0] && labels[0] != Shape.Unknown && logits[0] != Shape.Unknown))
            throw new ShapeException($"{Name}: expected logits [rows, classes] and labels [rows], got {logits} and {labels}.");
        if (inputs[1].DType != DType.Int32) throw new ArgumentException($"{Name}: expected int32 labels, got {inputs[1].DType}; use Cast.");
        return [new TensorSpec([logits[0]], inputs[0].DType), inputs[0]];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor logits = node.Inputs[0], labels = node.Inputs[1], probabilities = node.Outputs[1];
        Tensor? result = gradients[0] is { } dloss ? Node.Emit(new SparseSoftmaxCrossEntropyGradient(), probabilities, labels, dloss)[0] : null;
        if (gradients[1] is { } dy)
        {
            Tensor through = Node.Emit(new SoftmaxGradient(), probabilities, dy)[0];
            result = result is null ? through : result + through;
        }

        return [result, null];
    }
}

/// <summary>(softmax, labels, dloss) → (softmax − one-hot(labels)) · dloss, the gradient to the logits.</summary>
internal sealed record SparseSoftmaxCrossEntropyGradient : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor probabilities = node.Inputs[0], labels = node.Inputs[1], dloss = node.Inputs[2];
        Tensor rest = probabilities - Ops.OneHot(labels, probabilities.Shape[^1]);
        Tensor?[] through = Gradients.Through([rest * dloss.ExpandDims(-1)], gradients, [probabilities, dloss]);
        return [through[0], null, through[1]];
    }
}
