namespace Cornea.Graphs.Operations;

/// <summary>For each row of the last axis its elements at the int32 indices of the same row: x […, n], indices […, k] → […, k].</summary>
/// <remarks>Negative indices count from the end. One outside is an error before a run writes anything.</remarks>
internal sealed record GatherAlong : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        CheckRows(Name, inputs);
        return One(inputs[1].Shape, inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new ScatterAlong(node.Inputs[0].Shape[^1]), dy, node.Inputs[1])[0] : null, null];

    /// <summary>Values and indices must have the same axes before the last; the indices are int32.</summary>
    public static void CheckRows(string who, ReadOnlySpan<TensorSpec> inputs)
    {
        Shape values = inputs[0].Shape, indices = inputs[1].Shape;
        if (inputs[1].DType != DType.Int32) throw new ArgumentException($"{who}: expected int32 indices, got {inputs[1].DType}; use Cast.");
        if (values.Rank == 0 || values.Rank != indices.Rank || !Shape.Agree(values[..^1], indices[..^1]))
            throw new ShapeException($"{who}: expected values and indices that agree but for the last axis, got {values} and {indices}.");
    }
}

/// <summary>For each row zeros of the size given, to which the row's values are added at its indices: the gradient of <see cref="GatherAlong"/>.</summary>
internal sealed record ScatterAlong(int Size) : Op
{
    public override string Attributes => $"size {Size}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        GatherAlong.CheckRows(Name, inputs);
        return One([.. inputs[0].Shape[..^1], Size], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new GatherAlong(), dy, node.Inputs[1])[0] : null, null];
}
