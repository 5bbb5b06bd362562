namespace Cornea.Graphs.Operations;

/// <summary>A constant put before and after each axis.</summary>
internal sealed record Pad(Shape Low, Shape High, double Value) : Op
{
    public override string Attributes => $"{Low}, {High}" + (Value == 0 ? "" : $", value {Value}");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape source = inputs[0].Shape;
        if (Low.Rank != source.Rank || High.Rank != source.Rank)
            throw new ShapeException($"Pad: expected an amount before and after each of the {source.Rank} axes, got {Low} and {High}.");
        AxisSize.Known(Low, Name, "amounts before each axis");
        AxisSize.Known(High, Name, "amounts after each axis");
        Shape low = Low, high = High;
        return One([.. source.Select((size, axis) => AxisSize.Sum(Name, low[axis], size, high[axis]))], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(new Slice(Low, node.Inputs[0].Shape, SliceSteps.Ones(Low.Rank)), dy)[0] : null];
}
