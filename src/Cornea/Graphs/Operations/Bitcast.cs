namespace Cornea.Graphs.Operations;

/// <summary>The bytes of each value taken as another dtype's: narrower values lengthen the last axis, wider ones shorten it.</summary>
internal sealed record Bitcast(DType DType) : Op
{
    public override string Attributes => DType.Name;

    public override bool IsDifferentiable => false;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        (Shape shape, int old) = (inputs[0].Shape, inputs[0].DType.Size);
        if (old == DType.Size) return One(shape, DType);
        if (shape.Rank == 0 || shape[^1] == Shape.Unknown || (long)shape[^1] * old % DType.Size != 0)
            throw new ShapeException($"View: expected a last axis whose bytes make whole values of {DType}, got {inputs[0]}.");
        return One(shape.With(shape.Rank - 1, AxisSize.Of((long)shape[^1] * old / DType.Size, "View")), DType);
    }
}
