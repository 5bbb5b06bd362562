namespace Cornea.Graphs.Operations;

/// <summary>Each axis from a start, so many elements (−1: all there are of an axis still unknown), by a step that may be negative.</summary>
internal sealed record Slice(Shape Starts, Shape Sizes, SliceSteps Steps) : Op
{
    public override string Attributes => $"start {Starts}, size {Sizes}, step {Steps}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape source = inputs[0].Shape;
        if (Starts.Rank != source.Rank || Sizes.Rank != source.Rank || Steps.Count != source.Rank)
            throw new ShapeException($"Slice: expected a start, a size and a step for each axis of {source}, got {Starts}, {Sizes} and {Steps}.");
        for (int axis = 0; axis < source.Rank; axis++)
        {
            int size = Sizes[axis] == Shape.Unknown ? source[axis] : Sizes[axis];
            if (source[axis] == Shape.Unknown || size == 0) continue;
            long first = Starts[axis], last = first + ((size - 1L) * Steps[axis]);
            if (Math.Min(first, last) < 0 || Math.Max(first, last) >= source[axis])
                throw new ShapeException($"Slice: start {Starts}, size {Sizes}, step {Steps} reaches outside {source}.");
        }

        return One([.. Sizes.Select((size, axis) => size == Shape.Unknown ? source[axis] : size)], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null];
        Shape source = node.Inputs[0].Shape;
        bool onlyTurns = node.Outputs[0].Shape == source; // All elements, some axes the other way round: turning them again undoes it.
        return [Node.Emit(onlyTurns ? this : new SliceGradient(Starts, Steps, source), dy)[0]];
    }
}

/// <summary>Zeros with a tensor put in where a slice took it from: the gradient of <see cref="Slice"/>.</summary>
internal sealed record SliceGradient(Shape Starts, SliceSteps Steps, Shape Target) : Op
{
    public override string Attributes => $"start {Starts}, step {Steps}, into {Target}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => One(Target, inputs[0].DType);

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new Slice(Starts, node.Inputs[0].Shape, Steps), dy)[0] : null];
}
