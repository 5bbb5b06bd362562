using Cornea.Graphs.Operations;
using Cornea.Numerics;

namespace Cornea.Reference;

/// <summary>Orthogonal and triangular decompositions, matrix by matrix.</summary>
internal static class DecompositionLoops
{
    public static void SymmetricEigen(SymmetricEigen op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int n = inputs[0].Shape[^1];
        for (int matrix = 0; matrix < Count(inputs[0]); matrix++)
        {
            double[] a = inputs[0].Values.AsSpan(matrix * n * n, n * n).ToArray();
            for (int row = 0; row < n; row++)
                for (int column = row + 1; column < n; column++) a[(row * n) + column] = a[(column * n) + row];
            (double[] own, double[] columns) = Jacobi.Symmetric(a, n);
            int[] order = [.. Enumerable.Range(0, n).OrderBy(index => own[index])];
            for (int index = 0; index < n; index++)
            {
                outputs[0].Values[(matrix * n) + index] = own[order[index]];
                for (int row = 0; row < n; row++) outputs[1].Values[(((matrix * n) + row) * n) + index] = columns[(row * n) + order[index]];
            }
        }
    }

    public static void SingularValues(SingularValueDecomposition op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int m = inputs[0].Shape[^2], n = inputs[0].Shape[^1], k = Math.Min(m, n), uColumns = outputs[0].Shape[^1], vRows = outputs[2].Shape[^2];
        bool isWide = m < n;
        for (int matrix = 0; matrix < Count(inputs[0]); matrix++)
        {
            double[] a = inputs[0].Values.AsSpan(matrix * m * n, m * n).ToArray();
            (double[] left, double[] s, double[] right) = isWide ? Jacobi.OneSided(Transposed(a, m, n), n, m) : Jacobi.OneSided(a, m, n);
            s.CopyTo(outputs[1].Values, matrix * k);
            if (isWide) (left, right) = (right, left);
            Complete(left, m, k, uColumns).CopyTo(outputs[0].Values, matrix * m * uColumns);
            Transposed(Complete(right, n, k, vRows), n, vRows).CopyTo(outputs[2].Values, matrix * vRows * n);
        }
    }

    public static void Qr(QrDecomposition op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int m = inputs[0].Shape[^2], n = inputs[0].Shape[^1], k = outputs[0].Shape[^1];
        for (int matrix = 0; matrix < Count(inputs[0]); matrix++)
        {
            (double[] q, double[] r) = Householder(inputs[0].Values.AsSpan(matrix * m * n, m * n).ToArray(), m, n);
            for (int row = 0; row < m; row++) q.AsSpan(row * m, k).CopyTo(outputs[0].Values.AsSpan(((matrix * m) + row) * k));
            r.AsSpan(0, k * n).CopyTo(outputs[1].Values.AsSpan(matrix * k * n));
        }
    }

    public static void Lu(LuDecomposition op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int n = inputs[0].Shape[^1];
        for (int matrix = 0; matrix < Count(inputs[0]); matrix++)
        {
            Span<double> a = outputs[0].Values.AsSpan(matrix * n * n, n * n);
            inputs[0].Values.AsSpan(matrix * n * n, n * n).CopyTo(a);
            int[] rows = [.. Enumerable.Range(0, n)];
            for (int column = 0; column < n; column++)
            {
                int pivot = column;
                for (int row = column + 1; row < n; row++)
                    if (Math.Abs(a[(row * n) + column]) > Math.Abs(a[(pivot * n) + column])) pivot = row;
                if (a[(pivot * n) + column] == 0) continue;
                (rows[pivot], rows[column]) = (rows[column], rows[pivot]);
                for (int other = 0; other < n && pivot != column; other++)
                    (a[(pivot * n) + other], a[(column * n) + other]) = (a[(column * n) + other], a[(pivot * n) + other]);
                for (int row = column + 1; row < n; row++)
                {
                    double factor = a[(row * n) + column] /= a[(column * n) + column];
                    for (int other = column + 1; other < n; other++) a[(row * n) + other] -= factor * a[(column * n) + other];
                }
            }

            for (int row = 0; row < n; row++) outputs[1].Values[(matrix * n) + rows[row]] = row;
        }
    }

    private static int Count(ReferenceArray matrices) => matrices.Values.Length / Math.Max(1, matrices.Shape[^1] * matrices.Shape[^2]);

    private static double[] Transposed(double[] a, int rows, int columns)
    {
        var result = new double[a.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) result[(column * rows) + row] = a[(row * columns) + column];
        return result;
    }

    // The first columns of orthogonal ones, with what is missing (or 0) filled up from the axes, made orthogonal twice over.
    private static double[] Complete(double[] columns, int rows, int count, int wanted)
    {
        var result = new double[rows * wanted];
        int axis = 0;
        var isThere = new bool[wanted];
        for (int column = 0; column < count; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                result[(row * wanted) + column] = columns[(row * count) + column];
                isThere[column] |= result[(row * wanted) + column] != 0;
            }
        }

        for (int column = 0; column < wanted; column++)
        {
            while (!isThere[column] && axis < rows)
            {
                var candidate = new double[rows];
                candidate[axis++] = 1;
                for (int pass = 0; pass < 2; pass++)
                {
                    for (int other = 0; other < wanted; other++)
                    {
                        if (!isThere[other]) continue;
                        double dot = 0;
                        for (int row = 0; row < rows; row++) dot += candidate[row] * result[(row * wanted) + other];
                        for (int row = 0; row < rows; row++) candidate[row] -= dot * result[(row * wanted) + other];
                    }
                }

                double length = Math.Sqrt(candidate.Sum(value => value * value));
                if (length < 1e-8) continue;
                for (int row = 0; row < rows; row++) result[(row * wanted) + column] = candidate[row] / length;
                isThere[column] = true;
            }
        }

        return result;
    }

    // The diagonal of r has the sign that LAPACK and Eigen give it: against the column's own number, which stays as it is where nothing is below.
    private static (double[] Q, double[] R) Householder(double[] r, int m, int n)
    {
        double[] q = Jacobi.Unit(m);
        for (int column = 0; column < Math.Min(m - 1, n); column++)
        {
            double below = 0;
            for (int row = column + 1; row < m; row++) below += r[(row * n) + column] * r[(row * n) + column];
            if (below == 0) continue;
            double own = r[(column * n) + column], norm = Math.Sqrt(below + (own * own));
            var w = new double[m];
            for (int row = column; row < m; row++) w[row] = r[(row * n) + column];
            w[column] += own >= 0 ? norm : -norm;
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
