namespace Cornea.Graphs.Operations;

/// <summary>The values along the last axis in order, and the int32 places where they stood. Equal values keep their order; NaN comes last.</summary>
internal sealed record Sort(bool Descending) : Op
{
    public override string Attributes => Descending ? "descending" : "ascending";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape.Rank == 0) throw new ShapeException("Sort: expected rank ≥ 1, got a scalar.");
        return [inputs[0], new TensorSpec(inputs[0].Shape, DType.Int32)];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new ScatterAlong(node.Inputs[0].Shape[^1]), dy, node.Outputs[1])[0] : null];
}
