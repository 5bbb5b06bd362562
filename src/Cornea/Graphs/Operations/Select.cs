namespace Cornea.Graphs.Operations;

/// <summary>For each element the first value where the condition holds, else the second; the three are broadcast together.</summary>
internal sealed record Select : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].DType != DType.Bool)
            throw new ArgumentException($"Where: expected a condition of dtype bool, got {inputs[0].DType}; compare it with something.");
        if (inputs[1].DType != inputs[2].DType)
            throw new ArgumentException($"Where: expected two values of one dtype, got {inputs[1].DType} and {inputs[2].DType}; use Cast.");
        Shape values = Shape.Broadcast(inputs[1].Shape, inputs[2].Shape, "Where");
        return One(Shape.Broadcast(inputs[0].Shape, values, "Where"), inputs[1].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null, null];
        Tensor condition = node.Inputs[0];
        return
        [
            null,
            node.Inputs[1].RequiresGradient ? Ops.SumTo(Ops.Where(condition, dy, 0), node.Inputs[1].Shape) : null,
            node.Inputs[2].RequiresGradient ? Ops.SumTo(Ops.Where(condition, 0, dy), node.Inputs[2].Shape) : null,
        ];
    }
}
