namespace Cornea.Graphs.Operations;

/// <summary>Slices of a tensor along an axis, by int32 indices of any shape, which takes the axis' place; negative ones count from the end.</summary>
/// <remarks>
/// An index outside is an error before a run writes anything. Along an axis of unknown length (a data set, of any number of samples, that
/// a batch is taken from) nobody looks: whoever runs the graph hands in indices that are right.
/// </remarks>
internal sealed record Gather(int Axis) : Op
{
    public override string Attributes => $"axis {Axis}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape values = inputs[0].Shape;
        if (inputs[1].DType != DType.Int32) throw new ArgumentException($"Gather: expected int32 indices, got {inputs[1].DType}; use Cast.");
        return One([.. values[..Axis], .. inputs[1].Shape, .. values[(Axis + 1)..]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
    [
        gradients[0] is { } dy ? Node.Emit(new ScatterAdd(Axis, node.Inputs[0].Shape[Axis]), dy, node.Inputs[1])[0] : null,
        null,
    ];
}

/// <summary>Zeros with slices added at indices along an axis, in the order of the indices: the gradient of <see cref="Gather"/>.</summary>
internal sealed record ScatterAdd(int Axis, int Size) : Op
{
    public override string Attributes => $"axis {Axis}, size {Size}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape updates = inputs[0].Shape, indices = inputs[1].Shape;
        if (inputs[1].DType != DType.Int32) throw new ArgumentException($"ScatterAdd: expected int32 indices, got {inputs[1].DType}; use Cast.");
        if (updates.Rank < Axis + indices.Rank || !Shape.Agree(updates[Axis..(Axis + indices.Rank)], indices))
            throw new ShapeException($"ScatterAdd: expected updates with the axes {indices} of the indices from axis {Axis} on, got {updates}.");
        return One([.. updates[..Axis], Size, .. updates[(Axis + indices.Rank)..]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new Gather(Axis), dy, node.Inputs[1])[0] : null, null];
}
