using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Reductions, products and what networks are made of.
public static partial class Ops
{
    /// <summary>The sum over axes; over all without any. Truth values and uint8 are added as int32.</summary>
    public static Tensor Sum(Tensor x, Axes? axis = null, bool keepDims = false) => Reduced(ReduceFunction.Sum, Wide(x), axis, keepDims);

    /// <summary>The mean over axes; over all without any.</summary>
    public static Tensor Mean(Tensor x, Axes? axis = null, bool keepDims = false) =>
        Reduced(ReduceFunction.Mean, x.DType.IsFloating ? x : x.Cast(DType.Float32), axis, keepDims);

    /// <summary>The largest value over axes; NaN wins.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Over these; over all without any.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <param name="initial">Counts as one more value, so that there may be no others.</param>
    public static Tensor Max(Tensor x, Axes? axis = null, bool keepDims = false, double? initial = null)
    {
        Tensor y = x.DType == DType.Bool ? Any(x, axis, keepDims) : Reduced(ReduceFunction.Maximum, x, axis, keepDims);
        return initial is { } start ? Maximum(y, start) : y;
    }

    /// <summary>The smallest value over axes; NaN wins.</summary>
    /// <inheritdoc cref="Max" path="/param"/>
    public static Tensor Min(Tensor x, Axes? axis = null, bool keepDims = false, double? initial = null)
    {
        Tensor y = x.DType == DType.Bool ? All(x, axis, keepDims) : Reduced(ReduceFunction.Minimum, x, axis, keepDims);
        return initial is { } start ? Minimum(y, start) : y;
    }

    /// <summary>The product over axes, unless said otherwise in x's dtype, int32 for truth values and uint8.</summary>
    public static Tensor Prod(Tensor x, Axes? axis = null, bool keepDims = false, DType? dtype = null) =>
        Reduced(ReduceFunction.Product, dtype is null ? Wide(x) : x.Cast(dtype), axis, keepDims);

    /// <summary>The variance over axes (divided by the count).</summary>
    public static Tensor Var(Tensor x, Axes? axis = null, bool keepDims = false) =>
        Mean(Square(x - Mean(x, axis, keepDims: true)), axis, keepDims);

    /// <summary>The standard deviation over axes (divided by the count). Where it is 0, so is the gradient.</summary>
    public static Tensor Std(Tensor x, Axes? axis = null, bool keepDims = false) => Root(Var(x, axis, keepDims));

    /// <summary>True where any value over axes is.</summary>
    public static Tensor Any(Tensor x, Axes? axis = null, bool keepDims = false) =>
        Reduced(ReduceFunction.Maximum, x.Cast(DType.Bool).Cast(DType.Float32), axis, keepDims) > 0; // Of no values the maximum is the lowest number.

    /// <summary>True where all values over axes are.</summary>
    public static Tensor All(Tensor x, Axes? axis = null, bool keepDims = false) =>
        Reduced(ReduceFunction.Minimum, x.Cast(DType.Bool).Cast(DType.Float32), axis, keepDims).Cast(DType.Bool);

    /// <summary>The int32 index of the largest value along an axis; the first where values tie.</summary>
    public static Tensor ArgMax(Tensor x, int? axis = null, bool keepDims = false) => ArgReduced(true, x, axis, keepDims);

    /// <summary>The int32 index of the smallest value along an axis; the first where values tie.</summary>
    public static Tensor ArgMin(Tensor x, int? axis = null, bool keepDims = false) => ArgReduced(false, x, axis, keepDims);

    /// <summary>The matrix product of the last two axes; the axes before them are broadcast together. Vectors are taken as in NumPy.</summary>
    public static Tensor MatMul(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(x1, x2);
        // Integers are exact in double precision up to 2⁵³, which float32's 2²⁴ is far from.
        if (!x1.DType.IsFloating) return MatMul(x1.Cast(DType.Float64), x2.Cast(DType.Float64)).Cast(Wide(x1).DType);
        if (x1.Rank == 0 || x2.Rank == 0) throw new ShapeException($"MatMul: expected tensors of rank ≥ 1, got {x1.Shape} and {x2.Shape}.");
        if ((x1.Rank > 2 || x2.Rank > 2) && (Later.IsFor(x1) || Later.IsFor(x2))) return Later.Emit("Matmul", [x1, x2], given => MatMul(given[0], given[1]));
        bool dropRow = x1.Rank == 1, dropColumn = x2.Rank == 1;
        if (dropRow) x1 = x1.ExpandDims(0);
        if (dropColumn) x2 = x2.ExpandDims(-1);
        if (x2.Rank == 2 && x1.Rank > 2)
        {
            // A batch of rows against one matrix is one product. How long a row is, either may know.
            Shape lead = x1.Shape[..^1];
            int inner = x1.Shape[^1] == Shape.Unknown ? x2.Shape[0] : x1.Shape[^1];
            Tensor flat = Node.Emit(new MatMul(false, false), x1.Reshape([-1, inner]), x2)[0].Reshape([.. lead, x2.Shape[^1]]);
            return dropColumn ? flat.Squeeze(-1) : flat;
        }

        if (x1.Rank > 2 || x2.Rank > 2)
        {
            Shape batch = Shape.Broadcast(x1.Shape[..^2], x2.Shape[..^2], "MatMul");
            x1 = x1.BroadcastTo([.. batch, .. x1.Shape[^2..]]);
            x2 = x2.BroadcastTo([.. batch, .. x2.Shape[^2..]]);
        }

        Tensor product = Node.Emit(new MatMul(false, false), x1, x2)[0];
        if (dropRow) product = product.Squeeze(-2);
        return dropColumn ? product.Squeeze(-1) : product;
    }

    /// <summary>eˣ over the sum of all eˣ along an axis.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1) => AlongLast(new Softmax(), x, axis);

    /// <summary>The logarithm of the softmax along an axis.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => AlongLast(new LogSoftmax(), x, axis);

    /// <summary>log Σ eˣ over axes, without overflow.</summary>
    public static Tensor LogSumExp(Tensor x, Axes? axis = null, bool keepDims = false)
    {
        x = Floating(x);
        Tensor highest = Max(x, axis, keepDims: true), largest = StopGradient(Where(IsFinite(highest), highest, 0)); // ∞ − ∞ would be NaN.
        Tensor total = Sum(Exp(x - largest), axis, keepDims: true), isNothing = Equal(total, 0); // All are −∞: the slope of each is 0.
        Tensor sum = Where(isNothing, double.NegativeInfinity, Log(Where(isNothing, 1, total)) + largest);
        return keepDims ? sum : Sum(sum, axis);
    }

    private static Tensor AlongLast(Op op, Tensor x, int axis)
    {
        if (x.Rank == 0) throw new ShapeException($"{op.Name}: expected rank ≥ 1, got a scalar.");
        axis = x.Shape.Axis(axis, op.Name);
        if (!x.DType.IsFloating) x = x.Cast(DType.Float32);
        if (axis == x.Rank - 1) return Node.Emit(op, x)[0];
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[axis], order[^1]) = (order[^1], order[axis]); // An exchange of two axes undoes itself.
        return Node.Emit(op, x.Transpose(order))[0].Transpose(order);
    }

    // Sums of truth values and pixels don't fit their dtype.
    private static Tensor Wide(Tensor x) => x.DType == DType.Bool || x.DType == DType.UInt8 ? x.Cast(DType.Int32) : x;

    private static Tensor Reduced(ReduceFunction function, Tensor x, Axes? axis, bool keepDims)
    {
        int[] axes = AxesOf(x, axis, function.ToString());
        Tensor result = axes.Length == 0 ? x : Node.Emit(new Reduce(function, axes), x)[0];
        return keepDims || axes.Length == 0 ? result
            : Squeeze(result, axes);
    }

    private static Tensor ArgReduced(bool largest, Tensor x, int? axis, bool keepDims)
    {
        Tensor values = axis is null ? x.Reshape(-1) : x;
        int along = values.Shape.Axis(axis ?? 0, largest ? "ArgMax" : "ArgMin");
        Tensor result = Node.Emit(new ArgReduce(largest, along), values)[0];
        return !keepDims ? result : axis is null ? result.Reshape([.. Enumerable.Repeat(1, x.Rank)]) : result.ExpandDims(along);
    }
}
