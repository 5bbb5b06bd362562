namespace Cornea;

// Decompositions compute at once, in double precision, and have no gradient.
public static partial class Ops
{
    private const int MostSweeps = 60;

    /// <summary>Eigenvalues, ascending, and eigenvectors (columns) of symmetric matrices. Computes; no gradient flows.</summary>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x)
    {
        Cornea.Graphs.Operations.Solve.CheckSquare("Eigh", x.Shape);
        int n = x.Shape[^1];
        double[] all = x.ToArray<double>(), values = new double[all.Length / Math.Max(1, n)], vectors = new double[all.Length];
        for (int start = 0; start < all.Length; start += n * n)
        {
            (double[] own, double[] columns) = Jacobi(all.AsSpan(start, n * n).ToArray(), n);
            int[] order = [.. Enumerable.Range(0, n).OrderBy(index => own[index])];
            for (int index = 0; index < n; index++)
            {
                values[(start / n) + index] = own[order[index]];
                for (int row = 0; row < n; row++) vectors[start + (row * n) + index] = columns[(row * n) + order[index]];
            }
        }

        DType dtype = Floating(x).DType;
        return (Tensor.From(values, x.Shape[..^1]).Cast(dtype), Tensor.From(vectors, x.Shape).Cast(dtype));
    }

    /// <summary>u · diag(values) · vᵀ = x with the singular values descending; u and v have orthogonal columns. Computes; no gradient flows.</summary>
    /// <returns>u […, m, k], values […, k], vᵀ […, k, n], where k = min(m, n).</returns>
    public static (Tensor U, Tensor Values, Tensor Vt) Svd(Tensor x)
    {
        x = StopGradient(Floating(x)).Cast(DType.Float64);
        DType dtype = DType.Float32;
        if (x.Shape[^2] < x.Shape[^1])
        {
            (Tensor left, Tensor own, Tensor right) = Svd(MatrixTranspose(x));
            return (MatrixTranspose(right), own, MatrixTranspose(left));
        }

        int m = x.Shape[^2], n = x.Shape[^1];
        double[] a = x.ToArray<double>();
        int count = a.Length / Math.Max(1, m * n);
        double[] u = new double[a.Length], s = new double[count * n], vt = new double[count * n * n];
        for (int matrix = 0; matrix < count; matrix++) OneSidedJacobi(a.AsSpan(matrix * m * n, m * n).ToArray(), m, n, matrix, u, s, vt);
        return (Tensor.From(u, x.Shape).Cast(dtype), Tensor.From(s, [.. x.Shape[..^2], n]).Cast(dtype), Tensor.From(vt, [.. x.Shape[..^2], n, n]).Cast(dtype));
    }

    /// <summary>q · r = x, q with orthogonal columns, r upper triangular. Computes; no gradient flows.</summary>
    /// <param name="x">[…, m, n].</param>
    /// <param name="mode">reduced: q […, m, k], r […, k, n] with k = min(m, n); complete: q […, m, m], r […, m, n].</param>
    public static (Tensor Q, Tensor R) Qr(Tensor x, string mode = "reduced")
    {
        if (mode is not ("reduced" or "complete")) throw new ArgumentException($"Qr: expected a mode of reduced, complete, got '{mode}'.");
        int m = x.Shape[^2], n = x.Shape[^1], k = mode == "reduced" ? Math.Min(m, n) : m;
        double[] a = x.ToArray<double>();
        int count = a.Length / Math.Max(1, m * n);
        double[] q = new double[count * m * k], r = new double[count * k * n];
        for (int matrix = 0; matrix < count; matrix++)
        {
            (double[] ownQ, double[] ownR) = Householder(a.AsSpan(matrix * m * n, m * n).ToArray(), m, n);
            for (int row = 0; row < m; row++)
                for (int column = 0; column < k; column++) q[(matrix * m * k) + (row * k) + column] = ownQ[(row * m) + column];
            ownR.AsSpan(0, k * n).CopyTo(r.AsSpan(matrix * k * n));
        }

        DType dtype = Floating(x).DType;
        return (Tensor.From(q, [.. x.Shape[..^2], m, k]).Cast(dtype), Tensor.From(r, [.. x.Shape[..^2], k, n]).Cast(dtype));
    }

    // Jacobi's rotations of a symmetric matrix until nothing is off the diagonal.
    private static (double[] Values, double[] Vectors) Jacobi(double[] a, int n)
    {
        var v = new double[n * n];
        for (int index = 0; index < n; index++) v[(index * n) + index] = 1;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double off = 0;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) off += a[(p * n) + q] * a[(p * n) + q];
            if (off < 1e-300) break;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    if (a[(p * n) + q] == 0) continue;
                    (double c, double s) = Rotation(a[(p * n) + p], a[(q * n) + q], a[(p * n) + q]);
                    for (int k = 0; k < n; k++)
                        (a[(k * n) + p], a[(k * n) + q]) = ((c * a[(k * n) + p]) - (s * a[(k * n) + q]), (s * a[(k * n) + p]) + (c * a[(k * n) + q]));
                    for (int k = 0; k < n; k++)
                        (a[(p * n) + k], a[(q * n) + k]) = ((c * a[(p * n) + k]) - (s * a[(q * n) + k]), (s * a[(p * n) + k]) + (c * a[(q * n) + k]));
                    for (int k = 0; k < n; k++)
                        (v[(k * n) + p], v[(k * n) + q]) = ((c * v[(k * n) + p]) - (s * v[(k * n) + q]), (s * v[(k * n) + p]) + (c * v[(k * n) + q]));
                }
            }
        }

        return ([.. Enumerable.Range(0, n).Select(index => a[(index * n) + index])], v);
    }

    // Hestenes 1958: columns rotated in pairs until all are orthogonal; their lengths are the singular values.
    internal static void OneSidedJacobi(double[] a, int m, int n, int matrix, double[] u, double[] s, double[] vt)
    {
        var v = new double[n * n];
        for (int index = 0; index < n; index++) v[(index * n) + index] = 1;
        bool isDone = false;
        for (int sweep = 0; sweep < MostSweeps && !isDone; sweep++)
        {
            isDone = true;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double pp = 0, qq = 0, pq = 0;
                    for (int k = 0; k < m; k++)
                    {
                        pp += a[(k * n) + p] * a[(k * n) + p];
                        qq += a[(k * n) + q] * a[(k * n) + q];
                        pq += a[(k * n) + p] * a[(k * n) + q];
                    }

                    if (Math.Abs(pq) <= 1e-15 * Math.Sqrt(pp * qq)) continue;
                    isDone = false;
                    (double c, double sine) = Rotation(pp, qq, pq);
                    for (int k = 0; k < m; k++)
                        (a[(k * n) + p], a[(k * n) + q]) = ((c * a[(k * n) + p]) - (sine * a[(k * n) + q]), (sine * a[(k * n) + p]) + (c * a[(k * n) + q]));
                    for (int k = 0; k < n; k++)
                        (v[(k * n) + p], v[(k * n) + q]) = ((c * v[(k * n) + p]) - (sine * v[(k * n) + q]), (sine * v[(k * n) + p]) + (c * v[(k * n) + q]));
                }
            }
        }

        double[] lengths = [.. Enumerable.Range(0, n).Select(column => Math.Sqrt(Enumerable.Range(0, m).Sum(row => a[(row * n) + column] * a[(row * n) + column])))];
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(column => lengths[column])];
        for (int index = 0; index < n; index++)
        {
            int column = order[index];
            s[(matrix * n) + index] = lengths[column];
            for (int row = 0; row < m; row++) u[(matrix * m * n) + (row * n) + index] = lengths[column] == 0 ? 0 : a[(row * n) + column] / lengths[column];
            for (int row = 0; row < n; row++) vt[(matrix * n * n) + (index * n) + row] = v[(row * n) + column];
        }
    }

    // The turn that takes pq away from [[pp, pq], [pq, qq]].
    private static (double Cosine, double Sine) Rotation(double pp, double qq, double pq)
    {
        double theta = (qq - pp) / (2 * pq), t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1)), c = 1 / Math.Sqrt((t * t) + 1);
        return (c, t * c);
    }

    private static (double[] Q, double[] R) Householder(double[] r, int m, int n)
    {
        var q = new double[m * m];
        for (int index = 0; index < m; index++) q[(index * m) + index] = 1;
        for (int column = 0; column < Math.Min(m - 1, n); column++)
        {
            double norm = 0;
            for (int row = column; row < m; row++) norm += r[(row * n) + column] * r[(row * n) + column];
            norm = Math.Sqrt(norm);
            if (norm == 0) continue;
            var w = new double[m];
            for (int row = column; row < m; row++) w[row] = r[(row * n) + column];
            w[column] += w[column] >= 0 ? norm : -norm;
            double length = w.Sum(value => value * value);
            for (int other = 0; other < n; other++)
            {
                double dot = 0;
                for (int row = column; row < m; row++) dot += w[row] * r[(row * n) + other];
                for (int row = column; row < m; row++) r[(row * n) + other] -= 2 * dot / length * w[row];
            }

            for (int row = 0; row < m; row++)
            {
                double dot = 0;
                for (int other = column; other < m; other++) dot += q[(row * m) + other] * w[other];
                for (int other = column; other < m; other++) q[(row * m) + other] -= 2 * dot / length * w[other];
            }

            for (int row = column + 1; row < m; row++) r[(row * n) + column] = 0;
        }

        return (q, r);
    }
}
