using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>y[i] = a[i] · y[i − 1] + b[i] along an axis, y[0] = b[0]; from the end where <see cref="Reverse"/>. Inputs a and b of one shape.</summary>
/// <remarks>
/// What derivatives of running products are made of: it divides by nothing, so a factor of 0 takes nothing away. Its own derivative is
/// another one, from the other end.
/// </remarks>
internal sealed record LinearRecurrence(int Axis, bool Reverse) : Op
{
    public override string Attributes => $"axis {Axis}" + (Reverse ? ", reverse" : "");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType == inputs[1].DType && Shape.Agree(inputs[0].Shape, inputs[1].Shape)
        ? [inputs[1]]
        : throw new ShapeException($"{Name}: expected factors and summands of one shape and dtype, got {inputs[0]} and {inputs[1]}.");

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null];
        Tensor db = Node.Emit(new LinearRecurrence(Axis, !Reverse), Before(node.Inputs[0], Axis, !Reverse, 0), dy)[0];
        return [db * Before(node.Outputs[0], Axis, Reverse, 0), db];
    }

    /// <summary>Along an axis each element's predecessor, and for the first one a number.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="reverse">Whether the order runs from the end.</param>
    /// <param name="first">The number.</param>
    public static Tensor Before(Tensor x, int axis, bool reverse, double first)
    {
        int size = x.Shape[axis];
        if (size == 0) return x;
        var (before, after) = (new int[x.Rank], new int[x.Rank]);
        (reverse ? after : before)[axis] = 1;
        return Node.Emit(new Pad(before, after, first), Slice(x, axis, reverse ? 1 : 0, size - 1))[0];
    }
}
