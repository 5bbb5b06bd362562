namespace Cornea.Graphs.Operations;

/// <summary>The same values in the same order in another shape; one size of the target may be unknown and follows from the others.</summary>
internal sealed record Reshape(Shape Target) : Op
{
    public override string Attributes => Target.ToString();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape source = inputs[0].Shape;
        int unknown = Target.Count(size => size == Shape.Unknown);
        if (unknown > 1 && source.IsKnown) throw new ShapeException($"Reshape: at most one size of the target may be -1, got {Target}.");
        if (!source.IsKnown) return One(InferPartly(source), inputs[0].DType);
        Int128 known = Known(Target);
        long count = source.ElementCount;
        if (unknown == 0 ? known != count : known == 0 ? count != 0 : count % known != 0)
            throw new ShapeException($"Reshape: {source} with {count} elements doesn't fit into {Target}.");
        if (unknown == 0) return One(Target, inputs[0].DType);
        int axis = Target.ToArray().AsSpan().IndexOf(Shape.Unknown);
        return One(Target.With(axis, known == 0 ? 0 : AxisSize.Of(count / known, Name)), inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => [gradients[0]?.Reshape(node.Inputs[0].Shape)];

    // Several unknown sizes stay so; they are known when a graph is made for data.
    // With an unknown batch in front, a −1 that stands in front too is that batch if the rest fits; otherwise it stays unknown.
    private Shape InferPartly(Shape source)
    {
        int unknownSource = source.Count(size => size == Shape.Unknown), unknownTarget = Target.Count(size => size == Shape.Unknown), axis = Target.ToArray().AsSpan().IndexOf(Shape.Unknown);
        if (unknownTarget != 1 || unknownSource != 1) return Target;
        Int128 rest = Known(source), target = Known(Target);
        if (axis == 0 && source[0] == Shape.Unknown && target != 0 && rest % target != 0 && target % rest != 0)
            throw new ShapeException($"Reshape: {source} doesn't fit into {Target}.");
        return Target;
    }

    // Of two numbers of 63 bits no product is beyond 128; one of more is no number of elements that anything has.
    private static Int128 Known(Shape shape)
    {
        Int128 product = 1;
        foreach (int size in shape)
        {
            if (size == 0) return 0;
            if (size != Shape.Unknown && product <= long.MaxValue) product *= size;
        }

        return product;
    }
}
