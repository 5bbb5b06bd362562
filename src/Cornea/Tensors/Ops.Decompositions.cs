using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Matrices taken apart: the last two axes; those before are a batch.
public static partial class Ops
{
    /// <summary>Eigenvalues, ascending, and eigenvectors (columns of length 1) of symmetric matrices; only the lower triangle is read.</summary>
    /// <param name="x">[…, n, n].</param>
    /// <returns>Values […, n] and vectors […, n, n]; a vector's sign is of no meaning.</returns>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x) => Node.Emit(new SymmetricEigen(), Floating(x)) is [var values, var vectors] ? (values, vectors) : default;

    /// <summary>Eigenvalues and eigenvectors (columns of length 1) of any square matrices, in no particular order. No gradient flows.</summary>
    /// <param name="x">[…, n, n].</param>
    /// <returns>Complex values […, n] and vectors […, n, n]; the largest number of a vector is real and positive.</returns>
    public static (ComplexTensor Values, ComplexTensor Vectors) Eig(Tensor x)
    {
        Tensor[] parts = Node.Emit(new Eigen(), StopGradient(Floating(x)));
        return (new ComplexTensor(parts[0], parts[1]), new ComplexTensor(parts[2], parts[3]));
    }

    /// <summary>u · diag(values) · vᵀ = x with the singular values descending; u and v have orthogonal columns of length 1.</summary>
    /// <param name="x">[…, m, n].</param>
    /// <param name="fullMatrices">Whether u and v are square; else they have k = min(m, n) columns.</param>
    /// <returns>u […, m, m or k], values […, k], vᵀ […, n or k, n].</returns>
    public static (Tensor U, Tensor Values, Tensor Vt) Svd(Tensor x, bool fullMatrices = true)
    {
        Tensor[] parts = Node.Emit(new SingularValueDecomposition(fullMatrices), Floating(x));
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>q · r = x, q with orthogonal columns of length 1, r upper triangular.</summary>
    /// <param name="x">[…, m, n].</param>
    /// <param name="mode">reduced: q […, m, k], r […, k, n] with k = min(m, n); complete: q […, m, m], r […, m, n].</param>
    public static (Tensor Q, Tensor R) Qr(Tensor x, string mode = "reduced")
    {
        if (mode is not ("reduced" or "complete")) throw new ArgumentException($"Qr: expected a mode of reduced, complete, got '{mode}'.");
        Tensor[] parts = Node.Emit(new QrDecomposition(mode == "complete"), Floating(x));
        return (parts[0], parts[1]);
    }

    /// <summary>Triangular factors of square matrices, as TensorFlow gives them.</summary>
    /// <param name="x">[…, n, n].</param>
    /// <returns>
    /// […, n, n]: u in and above the diagonal, l, whose diagonal is 1, below it; and int32 p […, n] with x[i] = (l · u)[p[i]].
    /// </returns>
    public static (Tensor Lu, Tensor Pivots) LuFactor(Tensor x)
    {
        Tensor[] parts = Node.Emit(new LuDecomposition(), Floating(x));
        return (parts[0], parts[1]);
    }

    /// <summary>The sign of the determinant and the logarithm of its size, without overflow; 0 and −∞ where there is no inverse.</summary>
    /// <param name="x">[…, n, n].</param>
    public static (Tensor Sign, Tensor LogDeterminant) Slogdet(Tensor x)
    {
        x = Floating(x);
        (Tensor lu, Tensor pivots) = LuFactor(x);
        Tensor diagonal = Diagonal(lu, axis1: -2, axis2: -1), later = pivots.ExpandDims(-1) > pivots.ExpandDims(-2);
        // Each pair of rows in the wrong order turns the sign.
        Tensor exchanges = Sum(LogicalAnd(later, Triu(Ones([x.Shape[^1], x.Shape[^1]], DType.Bool), 1)).Cast(DType.Int32), (-2, -1));
        Tensor sign = Prod(Sign(diagonal), -1) * (1 - (Mod(exchanges, 2) * 2)).Cast(x.DType);
        return (sign, Sum(Log(Abs(diagonal)), -1));
    }

    /// <summary>The logarithm of the determinant of symmetric positive definite matrices; NaN for others.</summary>
    public static Tensor Logdet(Tensor x) => Sum(Log(Diagonal(Cholesky(x), axis1: -2, axis2: -1)), -1) * 2;

    /// <summary>The pseudo-inverse (Moore–Penrose) of matrices.</summary>
    /// <param name="x">[…, m, n].</param>
    /// <param name="rcond">Singular values up to this share of the largest count as 0; 10 · max(m, n) · 2⁻²³ without it.</param>
    /// <remarks>The gradient (Golub &amp; Pereyra 1973) is that of matrices of the same rank; it doesn't go through the decomposition.</remarks>
    public static Tensor Pinv(Tensor x, double? rcond = null)
    {
        x = Floating(x);
        (Tensor u, Tensor values, Tensor vt) = Svd(StopGradient(x), fullMatrices: false);
        Tensor smallest = Max(values, axis: -1, keepDims: true) * (rcond ?? (10 * LeastShare(x)));
        Tensor counts = values > smallest, inverse = Where(counts, Reciprocal(Where(counts, values, 1)), 0);
        return CustomGradient(MatMul(MatrixTranspose(vt) * inverse.ExpandDims(-2), MatrixTranspose(u)), [x], dy => [Slope(dy)]);

        Tensor Slope(Tensor dy)
        {
            Tensor y = Pinv(x, rcond), back = MatrixTranspose(y), turned = MatrixTranspose(dy);
            Tensor beside = turned - MatMul(x, MatMul(y, turned)), above = turned - MatMul(MatMul(turned, y), x);
            return MatMul(MatMul(beside, y), back) + MatMul(back, MatMul(y, above)) - MatMul(MatMul(back, dy), back);
        }
    }

    /// <summary>The shortest y for which ‖a · y − b‖ is least.</summary>
    /// <param name="a">[m, n].</param>
    /// <param name="b">[m] or [m, k].</param>
    /// <param name="rcond">Singular values of a below this share of the largest count as 0; max(m, n) · 2⁻²³ without it.</param>
    /// <returns>[n] or [n, k].</returns>
    public static Tensor Lstsq(Tensor a, Tensor b, double? rcond = null)
    {
        if (a.Rank != 2 || b.Rank is not (1 or 2) || a.Shape[0] != b.Shape[0]) throw new ShapeException($"Lstsq: expected a [m, n] and b [m] or [m, k], got {a.Shape} and {b.Shape}.");
        (a, b) = Meet(Floating(a), Floating(b));
        Tensor inverse = Pinv(a, rcond is null or < 0 ? LeastShare(a) : rcond);
        return b.Rank == 1 ? MatMul(inverse, b.ExpandDims(-1)).Squeeze(-1) : MatMul(inverse, b);
    }

    /// <summary>How many singular values count, as int32.</summary>
    /// <param name="x">[…, m, n].</param>
    /// <param name="tol">Singular values up to this count as 0; max(m, n) · 2⁻²³ of the largest without it.</param>
    public static Tensor MatrixRank(Tensor x, double? tol = null)
    {
        Tensor values = Svd(x, fullMatrices: false).Values;
        Tensor smallest = tol is { } given ? given : Max(values, axis: -1, keepDims: true) * LeastShare(x);
        return Sum((values > smallest).Cast(DType.Int32), axis: -1);
    }

    private static double LeastShare(Tensor x) => Math.Max(x.Shape[^1], x.Shape[^2]) * (x.DType == DType.Float64 ? Math.BitIncrement(1) - 1 : 1.1920928955078125e-07);
}
