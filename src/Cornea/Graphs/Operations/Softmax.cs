namespace Cornea.Graphs.Operations;

/// <summary>exp(x − max) / Σ exp(x − max) along the last axis.</summary>
internal sealed record Softmax : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new SoftmaxGradient(), node.Outputs[0], dy)[0] : null];
}

/// <summary>(y, dy) → y · (dy − Σ dy · y) along the last axis.</summary>
internal sealed record SoftmaxGradient : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor y = node.Inputs[0], dy = node.Inputs[1];
        return Gradients.Through([y * (dy - Ops.Sum(dy * y, [-1], keepDims: true))], gradients, [y, dy]);
    }
}

/// <summary>x − max − log Σ exp(x − max) along the last axis.</summary>
internal sealed record LogSoftmax : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? dy - (Ops.Exp(node.Outputs[0]) * Ops.Sum(dy, [-1], keepDims: true)) : null];
}
