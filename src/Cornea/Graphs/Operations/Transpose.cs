namespace Cornea.Graphs.Operations;

/// <summary>The axes in another order: output axis i is input axis Permutation[i].</summary>
internal sealed record Transpose(Shape Permutation) : Op
{
    public override string Attributes => Permutation.ToString();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape source = inputs[0].Shape;
        if (Permutation.Rank != source.Rank || !Permutation.Order().SequenceEqual(Enumerable.Range(0, source.Rank)))
            throw new ShapeException($"Transpose: expected an order of the {source.Rank} axes of {source}, got {Permutation}.");
        return One([.. Permutation.Select(axis => source[axis])], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => [gradients[0]?.Transpose(Inverse())];

    public int[] Inverse()
    {
        var inverse = new int[Permutation.Rank];
        for (int axis = 0; axis < inverse.Length; axis++) inverse[Permutation[axis]] = axis;
        return inverse;
    }
}
