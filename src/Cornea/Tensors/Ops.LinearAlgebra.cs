using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Matrices: the last two axes; those before are a batch.
public static partial class Ops
{
    /// <summary>The last two axes exchanged.</summary>
    public static Tensor MatrixTranspose(Tensor x) => SwapAxes(x, -1, -2);

    /// <summary>The y with a · y = b; b may be a vector for each matrix.</summary>
    public static Tensor Solve(Tensor a, Tensor b)
    {
        (a, b) = Meet(Floating(a), Floating(b));
        return b.Rank == a.Rank - 1
            ? Node.Emit(new Solve(), a, b.ExpandDims(-1))[0].Squeeze(-1)
            : Node.Emit(new Solve(), a, b)[0];
    }

    /// <summary>The y with a · y = b, where only a's upper (or lower) triangle is read.</summary>
    public static Tensor SolveTriangular(Tensor a, Tensor b, bool lower = false) => Solve(lower ? Tril(a) : Triu(a), b);

    /// <summary>The inverse matrices.</summary>
    public static Tensor Inv(Tensor x)
    {
        x = Floating(x);
        return Solve(x, Eye(x.Shape[^1], dtype: x.DType).BroadcastTo(x.Shape));
    }

    /// <summary>The determinants.</summary>
    public static Tensor Det(Tensor x) => Node.Emit(new Determinant(), Floating(x))[0];

    /// <summary>The lower triangular y with y · yᵀ = x, of a symmetric positive definite x; the upper one if asked for.</summary>
    public static Tensor Cholesky(Tensor x, bool upper = false)
    {
        Tensor lower = Node.Emit(new Cholesky(), Floating(x))[0];
        return upper ? MatrixTranspose(lower) : lower;
    }

    /// <summary>The inverse of a matrix whose Cholesky factor is given.</summary>
    public static Tensor CholeskyInverse(Tensor x, bool upper = false)
    {
        x = upper ? Triu(Floating(x)) : Tril(Floating(x));
        return Inv(upper ? MatMul(MatrixTranspose(x), x) : MatMul(x, MatrixTranspose(x)));
    }

    /// <summary>A norm of vectors (one axis) or matrices (two axes).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="order">
    /// Vectors: p for (Σ|x|ᵖ)^(1/p), ±∞ for the largest or smallest |x|, 0 for the number of nonzeros. Matrices: ±1 and ±∞ for the largest or
    /// smallest sum of a column or row, ±2 for the largest or smallest singular value. Null: √Σx².
    /// </param>
    /// <param name="axis">One or two axes; all without them.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    public static Tensor Norm(Tensor x, double? order = null, Axes? axis = null, bool keepDims = false)
    {
        x = Floating(x);
        if (order is null) return Sqrt(Sum(Square(x), axis, keepDims));
        int[] axes = axis is { } given ? given.Of(x.Shape, "Norm") : [.. Enumerable.Range(0, x.Rank)];
        if (axes.Length == 1) return VectorNorm(x, order.Value, axes, keepDims);
        if (axes.Length != 2) throw new ShapeException($"Norm: expected one or two axes with an order, got {axes.Length} of {x.Shape}.");
        Tensor Largest(Tensor sums, int along) => order > 0 ? Max(sums, along, true) : Min(sums, along, true);
        Tensor result = Math.Abs(order.Value) switch
        {
            1 => Largest(Sum(Abs(x), axes[0], true), axes[1]),
            double.PositiveInfinity => Largest(Sum(Abs(x), axes[1], true), axes[0]),
            2 => SingularValue(x, axes, order > 0),
            _ => throw new ArgumentException($"Norm: expected an order of ±1, ±2, ±∞ or null for matrices, got {order}."),
        };
        return keepDims ? result : Squeeze(result, axes);
    }

    /// <summary>The sum of the singular values of matrices. Computes; no gradient flows.</summary>
    public static Tensor NuclearNorm(Tensor x, Axes? axis = null, bool keepDims = false)
    {
        int[] axes = (axis ?? (-2, -1)).Of(x.Shape, "NuclearNorm"), others = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        Tensor sum = Sum(Svd(x.Transpose([.. others, .. axes])).Values, axis: -1);
        return keepDims ? ExpandDims(sum, axes) : sum;
    }

    /// <summary>x over its norm along an axis; the norm counts as at least epsilon (for order 2 as in TensorFlow: its square).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axes; all without them.</param>
    /// <param name="order">The norm's.</param>
    /// <param name="epsilon">10⁻⁷ without it.</param>
    public static Tensor Normalize(Tensor x, Axes? axis, double order, double? epsilon = null)
    {
        x = Floating(x);
        double smallest = epsilon ?? KerasEpsilon;
        if (order == 2) return x * Minimum(Rsqrt(Sum(Square(x), axis, keepDims: true)), 1 / smallest);
        return x / Maximum(axis is null ? VectorNorm(x.Reshape([-1]), order, [0], false) : Norm(x, order, axis, keepDims: true), smallest);
    }

    private static Tensor VectorNorm(Tensor x, double order, int[] axes, bool keepDims)
    {
        Tensor size = Abs(x);
        return order switch
        {
            double.PositiveInfinity => Max(size, axes, keepDims),
            double.NegativeInfinity => Min(size, axes, keepDims),
            0 => Sum(NotEqual(x, 0).Cast(x.DType), axes, keepDims),
            1 => Sum(size, axes, keepDims),
            2 => Sqrt(Sum(Square(x), axes, keepDims)),
            _ => Power(Sum(Power(size, order), axes, keepDims), 1 / order),
        };
    }

    private static Tensor SingularValue(Tensor x, int[] axes, bool largest)
    {
        int[] others = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        Tensor values = Svd(x.Transpose([.. others, .. axes])).Values;
        Tensor one = largest ? Max(values, axis: -1) : Min(values, axis: -1);
        return ExpandDims(one, axes);
    }
}
