namespace Cornea.Graphs.Operations;

/// <summary>The int32 index of the largest (or smallest) value along an axis, which goes away; the first where values tie; NaN wins.</summary>
internal sealed record ArgReduce(bool Largest, int Axis) : Op
{
    public override string Name => Largest ? "ArgMax" : "ArgMin";

    public override string Attributes => $"axis {Axis}";

    public override bool IsDifferentiable => false;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (shape[Axis] == 0) throw new ShapeException($"{Name}: expected at least one value along axis {Axis}, got shape {shape}.");
        return One(shape.Without(Axis), DType.Int32);
    }
}
