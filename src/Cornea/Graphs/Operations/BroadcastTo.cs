namespace Cornea.Graphs.Operations;

/// <summary>The values repeated along axes of size 1 and along new leading axes.</summary>
internal sealed record BroadcastTo(Shape Target) : Op
{
    public override string Attributes => Target.ToString();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape result = Shape.Broadcast(inputs[0].Shape, Target, "BroadcastTo");
        if (Target.IsKnown && result != Target) throw new ShapeException($"BroadcastTo: {inputs[0].Shape} can't become {Target}.");
        return One(result, inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Ops.SumTo(dy, node.Inputs[0].Shape) : null];
}
