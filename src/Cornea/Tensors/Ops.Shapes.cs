using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Making tensors, and giving them other shapes.
public static partial class Ops
{
    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType? dtype = null) => Full(shape, 0, dtype);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DType? dtype = null) => Full(shape, 1, dtype);

    /// <summary>A tensor with one value everywhere; float32 unless said otherwise.</summary>
    public static Tensor Full(Shape shape, double fillValue, DType? dtype = null) =>
        Node.Emit(new BroadcastTo(shape), Tensor.Number(fillValue, dtype ?? DType.Float32))[0];

    /// <summary>Zeros in the shape, and unless said otherwise the dtype, of x.</summary>
    public static Tensor ZerosLike(Tensor x, DType? dtype = null) => x.Shape.IsKnown ? Full(x.Shape, 0, dtype ?? x.DType) : FullLike(x, 0, dtype);

    /// <summary>Ones in the shape, and unless said otherwise the dtype, of x.</summary>
    public static Tensor OnesLike(Tensor x, DType? dtype = null) => x.Shape.IsKnown ? Full(x.Shape, 1, dtype ?? x.DType) : FullLike(x, 1, dtype);

    /// <summary>start, start + step, … up to but without stop; a single number is the stop, from 0.</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">Where it ends.</param>
    /// <param name="step">1 without it.</param>
    /// <param name="dtype">int32 without it where all three are whole, else float32.</param>
    public static Tensor Arange(double start, double? stop = null, double? step = null, DType? dtype = null) => Spaced(start, stop, step ?? 1, dtype);

    private static Tensor Spaced(double start, double? stop, double step, DType? dtype)
    {
        if (step == 0) throw new ArgumentException("Arange: expected a step other than 0, got 0.");
        (double from, double to) = stop is { } end ? (start, end) : (0, start);
        bool integers = from == Math.Floor(from) && to == Math.Floor(to) && step == Math.Floor(step);
        double count = Math.Max(0, Math.Ceiling((to - from) / step));
        if (!(count <= int.MaxValue)) throw new ShapeException($"Arange: expected at most {int.MaxValue:N0} values, got {count:R} from {from:R} to {to:R} by {step:R}.");
        return Node.Emit(new Graphs.Operations.Range(from, step, (int)count, dtype ?? (integers ? DType.Int32 : DType.Float32)))[0];
    }

    /// <summary>The same values in another dtype.</summary>
    public static Tensor Cast(Tensor x, DType dtype) => x.DType == dtype ? x
        : x.Literal is { } number ? Tensor.Number(dtype.IsFloating ? number : dtype == DType.Bool ? (number != 0 ? 1 : 0) : Math.Truncate(number), dtype)
        : Node.Emit(new Cast(dtype), x)[0];

    /// <summary>The same values in another shape; one size may be −1 and follows from the others.</summary>
    public static Tensor Reshape(Tensor x, Shape newShape) => x.Shape == newShape && newShape.IsKnown ? x : Node.Emit(new Reshape(newShape), x)[0];

    /// <summary>The axes in another order; without one, reversed.</summary>
    public static Tensor Transpose(Tensor x, params ReadOnlySpan<int> axes)
    {
        int[] order = axes.Length == 0 ? [.. Enumerable.Range(0, x.Rank).Reverse()] : axes.ToArray();
        for (int index = 0; index < order.Length; index++) order[index] = x.Shape.Axis(order[index], "Transpose");
        return order.Length == x.Rank && order.SequenceEqual(Enumerable.Range(0, x.Rank)) ? x : Node.Emit(new Transpose(order), x)[0];
    }

    /// <summary>A new axis of size 1 at a position of the result.</summary>
    public static Tensor ExpandDims(Tensor x, int axis)
    {
        if (axis < -x.Rank - 1 || axis > x.Rank) throw new ShapeException($"ExpandDims: expected an axis between {-x.Rank - 1} and {x.Rank}, got {axis}.");
        if (Later.IsFor(x)) return Later.Emit("ExpandDims", [x], given => ExpandDims(given[0], axis), ("axis", axis));
        return Reshape(x, x.Shape.Insert(axis < 0 ? axis + x.Rank + 1 : axis, 1));
    }

    /// <summary>Without the axes of size 1, or without those named.</summary>
    /// <exception cref="ShapeException">A named axis isn't of size 1.</exception>
    public static Tensor Squeeze(Tensor x, Axes? axis = null)
    {
        if (axis is not { } given) return Squeeze(x, [.. Enumerable.Range(0, x.Rank).Where(position => x.Shape[position] == 1)]);
        int[] axes = given.Of(x.Shape, "Squeeze");
        foreach (int position in axes)
            if (x.Shape[position] != 1) throw new ShapeException($"Squeeze: expected size 1 at axis {position}, got shape {x.Shape}.");
        if (Later.IsFor(x)) return axes.Length == 0 ? x : Later.Emit("Squeeze", [x], inputs => Squeeze(inputs[0], given), ("axis", given));
        return Reshape(x, [.. x.Shape.Where((_, position) => !axes.Contains(position))]);
    }

    /// <summary>The values repeated along axes of size 1 and new leading axes.</summary>
    public static Tensor BroadcastTo(Tensor x, Shape shape) => x.Shape == shape ? x : Node.Emit(new BroadcastTo(shape), x)[0];

    /// <summary>Tensors one after the other along an axis.</summary>
    public static Tensor Concatenate(IReadOnlyList<Tensor> xs, int axis = 0)
    {
        if (xs.Count == 0) throw new ArgumentException("Concatenate: expected at least one tensor, got none.");
        DType dtype = xs.Select(tensor => tensor.DType).Aggregate(DType.Promote);
        Tensor[] inputs = [.. xs.Select(tensor => tensor.Cast(dtype))];
        return inputs.Length == 1 ? inputs[0] : Node.Emit(new Concat(inputs[0].Shape.Axis(axis, "Concatenate")), inputs)[0];
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    public static Tensor Stack(IReadOnlyList<Tensor> x, int axis = 0) =>
        Concatenate([.. x.Select(tensor => ExpandDims(tensor, axis))], axis);

    /// <summary>Part of one axis: from a start, so many.</summary>
    public static Tensor Slice(Tensor inputs, int axis, int start, int count)
    {
        axis = inputs.Shape.Axis(axis, "Slice");
        if (start == 0 && count == inputs.Shape[axis]) return inputs;
        if (start < 0 || count < 0) throw new ShapeException($"Slice: start {start}, size {count} along axis {axis} reaches outside {inputs.Shape}.");
        return Node.Emit(new Slice(new Shape(new int[inputs.Rank]).With(axis, start), inputs.Shape.With(axis, count), SliceSteps.Ones(inputs.Rank)), inputs)[0];
    }

    /// <summary>The order along axes turned round; along all without any.</summary>
    public static Tensor Flip(Tensor x, Axes? axis = null)
    {
        int[] axes = AxesOf(x, axis, "Flip");
        if (axes.Any(along => Later.IsFor(x, along))) return Later.Emit("Flip", [x], given => Flip(given[0], axis), ("axis", axis));
        var starts = new int[x.Rank];
        int[] steps = [.. Enumerable.Repeat(1, x.Rank)];
        foreach (int along in axes)
        {
            if (x.Shape[along] == 0) continue;
            starts[along] = x.Shape[along] - 1;
            steps[along] = -1;
        }

        return Node.Emit(new Slice(starts, x.Shape, new SliceSteps(steps)), x)[0];
    }

    /// <summary>The slices at int32 indices along an axis (negative: from the end); without an axis the values of x made flat.</summary>
    public static Tensor Take(Tensor x, Tensor indices, int? axis = null)
    {
        if (axis is null) (x, axis) = (x.Reshape([-1]), 0);
        return Node.Emit(new Gather(x.Shape.Axis(axis.Value, "Take")), x, ToIndices(indices))[0];
    }

    /// <summary>The slices at given indices along an axis: <c>Ops.Take(x, [0, 2], axis: 1)</c>.</summary>
    public static Tensor Take(Tensor x, int[] indices, int? axis = null)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return Take(x, Tensor.From(indices, [indices.Length]), axis);
    }

    /// <summary>The same values, through which no gradient flows.</summary>
    public static Tensor StopGradient(Tensor variable) => Node.Emit(new StopGradient(), variable)[0];

    /// <summary>The same values, from which on gradients are recorded: <see cref="Gradients.Of(Tensor, Tensor)"/> takes what this returns.</summary>
    public static Tensor Watch(Tensor x) => Node.Emit(new Watch(), x)[0];

    /// <summary>A gradient of a broadcast value brought back to the value's own shape: the sum over what was repeated.</summary>
    internal static Tensor SumTo(Tensor x, Shape shape)
    {
        if (x.Shape == shape) return x;
        int extra = x.Rank - shape.Rank;
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis < extra || (shape[axis - extra] == 1 && x.Shape[axis] != 1))];
        return Sum(x, axes, keepDims: true).Reshape(shape);
    }
}
