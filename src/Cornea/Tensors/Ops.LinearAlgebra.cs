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
        Tensor identity = Eye(x.Shape[^1], dtype: x.DType);
        return Solve(x, x.Shape.IsKnown ? identity.BroadcastTo(x.Shape) : identity + ZerosLike(x));
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

    /// <summary>A norm of vectors (one axis) or matrices (two axes). Where it is 0, so is its gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="ord">
    /// Vectors: p for (Σ|x|ᵖ)^(1/p), ±∞ for the largest or smallest |x|, 0 for the number of nonzeros. Matrices: ±1 and ±∞ for the largest or
    /// smallest sum of a column or row, ±2 for the largest or smallest singular value, "nuc" for their sum, "fro" for √Σx². Null: √Σx².
    /// </param>
    /// <param name="axis">One or two axes; all without them.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    /// <exception cref="ArgumentException">The order isn't one for vectors, or for matrices.</exception>
    public static Tensor Norm(Tensor x, NormOrder? ord = null, Axes? axis = null, bool keepDims = false)
    {
        x = Floating(x);
        int[] axes = axis is { } given ? given.Of(x.Shape, "Norm") : [.. Enumerable.Range(0, x.Rank)];
        if (axes.Length == 1) return ord is { } order ? VectorNorm(x, order, axes, keepDims) : EuclideanNorm(x, axes, keepDims);
        if (ord is null) return EuclideanNorm(x, axes, keepDims);
        if (axes.Length != 2) throw new ShapeException($"Norm: expected one or two axes with an order, got {axes.Length} of {x.Shape}.");
        if (ord == NormOrder.Frobenius) return EuclideanNorm(x, axes, keepDims);
        Tensor result = MatrixNorm(x, ord.Value, axes);
        return keepDims ? result : Squeeze(result, axes);
    }

    /// <summary>x over its norm along an axis; the norm counts as at least epsilon. Zeros stay zeros and have gradient 0.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="order">The norm's.</param>
    /// <param name="epsilon">10⁻⁷ without it.</param>
    public static Tensor Normalize(Tensor x, int axis = -1, double order = 2, double? epsilon = null) => Normalize(x, new Axes?(axis), order, epsilon);

    /// <summary>x over its norm over several axes together; over all without any.</summary>
    /// <inheritdoc cref="Normalize(Tensor, int, double, double?)" path="/param"/>
    public static Tensor Normalize(Tensor x, Axes? axis, double order = 2, double? epsilon = null)
    {
        x = Floating(x);
        double smallest = epsilon ?? KerasEpsilon;
        if (order == 2)
        {
            Tensor squares = Sum(Square(x), axis, keepDims: true), isNothing = Equal(squares, 0);
            return Unless(isNothing, x) * Where(isNothing, 1 / smallest, Minimum(Rsqrt(Where(isNothing, 1, squares)), 1 / smallest));
        }

        Tensor norm = axis is null ? VectorNorm(x.Reshape([-1]), order, [0], false) : Norm(x, order, axis, keepDims: true);
        return Unless(Equal(norm, 0), x) / Maximum(norm, smallest);

        // Zeros have no direction: their slope would be 1 / epsilon, and one such row enough to ruin a step.
        static Tensor Unless(Tensor isNothing, Tensor x) => Where(isNothing, StopGradient(x), x);
    }

    /// <summary>The distances of each row of the first from each of the second: […, n, d], […, m, d] → […, n, m].</summary>
    /// <exception cref="ShapeException">The rows aren't of one size.</exception>
    public static Tensor Cdist(Tensor x, Tensor y) => x.Rank >= 2 && y.Rank >= 2 && x.Shape[^1] == y.Shape[^1]
        ? Norm(x.ExpandDims(-2) - y.ExpandDims(-3), axis: -1)
        : throw new ShapeException($"Cdist: expected rows of one size, […, n, d] and […, m, d], got {x.Shape} and {y.Shape}.");

    private static Tensor EuclideanNorm(Tensor x, int[] axes, bool keepDims) => Root(Sum(Square(x), axes, keepDims));

    private static Tensor MatrixNorm(Tensor x, NormOrder order, int[] axes)
    {
        Tensor Largest(Tensor sums, int along) => order.Power > 0 ? Max(sums, along, true) : Min(sums, along, true);
        if (order == NormOrder.Nuclear) return ExpandDims(Sum(SingularValues(x, axes), axis: -1), axes);
        return Math.Abs(order.Power) switch
        {
            1 => Largest(Sum(Abs(x), axes[0], true), axes[1]),
            double.PositiveInfinity => Largest(Sum(Abs(x), axes[1], true), axes[0]),
            2 => ExpandDims(order.Power > 0 ? Max(SingularValues(x, axes), axis: -1) : Min(SingularValues(x, axes), axis: -1), axes),
            _ => throw new ArgumentException($"Norm: expected an order of ±1, ±2, ±∞, fro, nuc or null for matrices, got {order}."),
        };
    }

    private static Tensor SingularValues(Tensor x, int[] axes) =>
        Svd(x.Transpose([.. Enumerable.Range(0, x.Rank).Except(axes), .. axes]), fullMatrices: false).Values;

    private static Tensor VectorNorm(Tensor x, NormOrder order, int[] axes, bool keepDims)
    {
        if (order.IsNamed) throw new ArgumentException($"Norm: expected a number as order for vectors, got {order}.");
        Tensor size = Abs(x);
        return order.Power switch
        {
            double.PositiveInfinity => Max(size, axes, keepDims),
            double.NegativeInfinity => Min(size, axes, keepDims),
            0 => Sum(NotEqual(x, 0).Cast(x.DType), axes, keepDims),
            1 => Sum(size, axes, keepDims),
            2 => EuclideanNorm(x, axes, keepDims),
            _ => OfPowers(),
        };

        // Apart from the zeros, where a power below 1 has no slope.
        Tensor OfPowers()
        {
            Tensor isZero = Equal(size, 0);
            Tensor sum = Sum(Where(isZero, order.Power < 0 ? double.PositiveInfinity : 0, Power(Where(isZero, 1, size), order.Power)), axes, keepDims);
            Tensor isNothing = Equal(sum, order.Power < 0 ? double.PositiveInfinity : 0);
            return Where(isNothing, 0, Power(Where(isNothing, 1, sum), 1 / order.Power));
        }
    }
}
