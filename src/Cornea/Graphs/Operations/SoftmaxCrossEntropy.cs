namespace Cornea.Graphs.Operations;

/// <summary>(logits [rows, classes], targets [rows, classes]) → loss [rows] = −Σ target · log softmax(logits), and the softmax [rows, classes].</summary>
/// <remarks>Targets needn't sum to 1; a target of 0 counts nothing, even where the softmax is 0.</remarks>
internal sealed record SoftmaxCrossEntropy : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape logits = inputs[0].Shape, targets = inputs[1].Shape;
        if (logits.Rank != 2 || !Shape.Agree(logits, targets) || inputs[0].DType != inputs[1].DType)
            throw new ShapeException($"{Name}: expected logits and targets [rows, classes] of one dtype, got {inputs[0]} and {inputs[1]}.");
        return [new TensorSpec([logits[0]], inputs[0].DType), inputs[0]];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor logits = node.Inputs[0], targets = node.Inputs[1], probabilities = node.Outputs[1];
        Tensor? dLogits = null, dTargets = null;
        if (gradients[0] is { } dloss)
        {
            dLogits = Node.Emit(new SoftmaxCrossEntropyGradient(), probabilities, targets, dloss)[0];
            if (targets.RequiresGradient) dTargets = -Ops.LogSoftmax(logits) * dloss.ExpandDims(-1);
        }

        if (gradients[1] is { } dy)
        {
            Tensor through = Node.Emit(new SoftmaxGradient(), probabilities, dy)[0];
            dLogits = dLogits is null ? through : dLogits + through;
        }

        return [dLogits, dTargets];
    }
}

/// <summary>(softmax, targets, dloss) → (softmax · Σ targets − targets) · dloss, the gradient to the logits.</summary>
internal sealed record SoftmaxCrossEntropyGradient : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor probabilities = node.Inputs[0], targets = node.Inputs[1], dloss = node.Inputs[2];
        Tensor whole = (probabilities * Ops.Sum(targets, axis: 1, keepDims: true)) - targets;
        return Gradients.Through([whole * dloss.ExpandDims(-1)], gradients, [probabilities, targets, dloss]);
    }
}
