namespace Cornea.Numerics;

/// <summary>Jacobi's rotations: matrices, row by row in double precision, turned two columns at a time until they are diagonal or orthogonal.</summary>
internal static class Jacobi
{
    private const int MostSweeps = 60;

    /// <summary>Eigenvalues, in no order, and eigenvectors (columns) of a symmetric matrix, which is overwritten: rotations until nothing is off the diagonal.</summary>
    public static (double[] Values, double[] Vectors) Symmetric(double[] a, int n)
    {
        double[] v = Unit(n);
        double size = a.Sum(value => value * value);
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double off = 0;
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++) off += a[(p * n) + q] * a[(p * n) + q];
            if (off <= 1e-32 * size) break;
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

    /// <summary>
    /// u · diag(s) · vᵀ = a [m, n], m ≥ n, which is overwritten: its columns are rotated in pairs until all are orthogonal, and their lengths are
    /// the singular values, here descending (Hestenes 1958).
    /// </summary>
    public static (double[] U, double[] S, double[] V) OneSided(double[] a, int m, int n)
    {
        double[] v = Unit(n);
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
        double[] u = new double[m * n], right = new double[n * n];
        double smallest = n == 0 ? 0 : lengths[order[0]] * 1e-15;
        for (int index = 0; index < n; index++)
        {
            int column = order[index];
            for (int row = 0; row < m && lengths[column] > smallest; row++) u[(row * n) + index] = a[(row * n) + column] / lengths[column];
            for (int row = 0; row < n; row++) right[(row * n) + index] = v[(row * n) + column];
        }

        return (u, [.. order.Select(column => lengths[column])], right);
    }

    /// <summary>The unit matrix [n, n].</summary>
    public static double[] Unit(int n)
    {
        var unit = new double[n * n];
        for (int index = 0; index < n; index++) unit[(index * n) + index] = 1;
        return unit;
    }

    // The turn that takes pq away from [[pp, pq], [pq, qq]].
    private static (double Cosine, double Sine) Rotation(double pp, double qq, double pq)
    {
        double theta = (qq - pp) / (2 * pq), t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1)), c = 1 / Math.Sqrt((t * t) + 1);
        return (c, t * c);
    }
}
