using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>How a reduction joins values.</summary>
internal enum ReduceFunction
{
    Sum, Mean, Maximum, Minimum, Product,
}

/// <summary>
/// The values along some axes joined into one; the axes stay with size 1 (a Reshape drops them). Maximum and minimum keep NaN; where
/// values tie, their gradient is shared equally, as in TensorFlow. Bytes are summed and multiplied as int32, truth
/// values counted. Sums add in a fixed order, the same for any number of threads.
/// </summary>
internal sealed record Reduce(ReduceFunction Function, Shape Axes) : Op
{
    public override string Name => Function.ToString();

    public override string Attributes => $"axes {Axes}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        foreach (int axis in Axes) shape = shape.With(axis, 1);
        DType dtype = inputs[0].DType;
        if (Function == ReduceFunction.Mean) return One(shape, dtype.IsFloating ? dtype : DType.Float32);
        bool outgrowsBytes = dtype == DType.UInt8 && Function is (ReduceFunction.Sum or ReduceFunction.Product);
        return One(shape, dtype == DType.Bool || outgrowsBytes ? DType.Int32 : dtype);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null];
        Tensor x = node.Inputs[0], y = node.Outputs[0];
        switch (Function)
        {
            case ReduceFunction.Sum:
                return [BroadcastTo(dy, x.Shape)];
            case ReduceFunction.Mean:
                return [BroadcastTo(dy * (1.0 / Count(x.Shape)), x.Shape)];
            case ReduceFunction.Product:
                return [BroadcastTo(dy, x.Shape) * ProductOfOthers(x)];
            default:
                Tensor ties = Equal(x, y).Cast(x.DType);
                return [ties * (dy / Node.Emit(new Reduce(ReduceFunction.Sum, Axes), ties)[0])];
        }
    }

    /// <summary>How many values are joined into one.</summary>
    /// <exception cref="ShapeException">It isn't known yet.</exception>
    public long Count(Shape shape)
    {
        Shape joined = [.. Axes.Select(axis => shape[axis])];
        return joined.IsKnown ? joined.ElementCount : throw new ShapeException($"{Name}: the size of axes {Axes} of {shape} isn't known yet.");
    }

    // Right where zeros are among the factors too, unlike y / x: the factors are multiplied up from both sides.
    private Tensor ProductOfOthers(Tensor x)
    {
        if (Axes.Rank != 1)
        {
            int[] others = [.. Enumerable.Range(0, x.Rank).Where(axis => !Axes.Contains(axis))];
            int[] order = [.. others, .. Axes];
            Shape flat = [.. others.Select(axis => x.Shape[axis]), checked((int)Count(x.Shape))];
            Tensor moved = x.Transpose(order);
            return new Reduce(Function, [flat.Rank - 1]).ProductOfOthers(moved.Reshape(flat))
                .Reshape(moved.Shape).Transpose(new Transpose(order).Inverse());
        }

        return ProductOfOthers(x, Axes[0]);
    }

    /// <summary>For each element the product of the others along an axis.</summary>
    public static Tensor ProductOfOthers(Tensor x, int axis)
    {
        return Upto(reverse: false) * Upto(reverse: true);

        Tensor Upto(bool reverse) => Node.Emit(new Cumulative(ReduceFunction.Product, axis, reverse), LinearRecurrence.Before(x, axis, reverse, 1))[0];
    }
}
