namespace Cornea.Graphs.Operations;

/// <summary>Tensors one after the other along an axis.</summary>
internal sealed record Concat(int Axis) : Op
{
    public override string Attributes => $"axis {Axis}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        int total = shape[Axis];
        for (int index = 1; index < inputs.Length; index++)
        {
            Shape other = inputs[index].Shape;
            if (other.Rank != shape.Rank || inputs[index].DType != inputs[0].DType)
                throw new ShapeException($"Concatenate: expected tensors of one rank and dtype, got {inputs[0]} and {inputs[index]}.");
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                if (axis == Axis || shape[axis] == other[axis] || other[axis] == Shape.Unknown) continue;
                if (shape[axis] != Shape.Unknown)
                    throw new ShapeException(
                        $"Concatenate: shapes must agree on all axes but {Axis}, got {shape} and {other}: axis {axis} is {shape[axis]} and {other[axis]}.");
                shape = shape.With(axis, other[axis]);
            }

            total = AxisSize.Sum("Concatenate", total, other[Axis]);
        }

        return One(shape.With(Axis, total), inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        var result = new Tensor?[node.Inputs.Count];
        if (gradients[0] is not { } dy) return result;
        int start = 0;
        for (int index = 0; index < result.Length; index++)
        {
            Shape shape = node.Inputs[index].Shape;
            if (node.Inputs[index].RequiresGradient)
            {
                Shape starts = new Shape(new int[shape.Rank]).With(Axis, start);
                result[index] = Node.Emit(new Slice(starts, shape, SliceSteps.Ones(shape.Rank)), dy)[0];
            }

            start += shape[Axis];
        }

        return result;
    }
}
