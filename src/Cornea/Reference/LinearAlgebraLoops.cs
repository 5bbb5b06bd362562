using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Systems of equations and factors of matrices, matrix by matrix.</summary>
internal static class LinearAlgebraLoops
{
    public static void Solve(Solve op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int n = inputs[0].Shape[^1], k = inputs[1].Shape[^1], count = inputs[0].Values.Length / Math.Max(1, n * n);
        for (int matrix = 0; matrix < count; matrix++)
        {
            double[] a = inputs[0].Values.AsSpan(matrix * n * n, n * n).ToArray();
            Span<double> y = outputs[0].Values.AsSpan(matrix * n * k, n * k);
            inputs[1].Values.AsSpan(matrix * n * k, n * k).CopyTo(y);
            if (Eliminate(a, y, n, k) == 0) throw new ArgumentException($"Solve: the matrix at position {matrix} has no inverse. Nothing was changed.");
            for (int column = n - 1; column >= 0; column--)
            {
                for (int right = 0; right < k; right++)
                {
                    double sum = y[(column * k) + right];
                    for (int other = column + 1; other < n; other++) sum -= a[(column * n) + other] * y[(other * k) + right];
                    y[(column * k) + right] = sum / a[(column * n) + column];
                }
            }
        }
    }

    public static void Determinant(Determinant op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int n = inputs[0].Shape[^1];
        for (int matrix = 0; matrix < outputs[0].Values.Length; matrix++)
        {
            double[] a = inputs[0].Values.AsSpan(matrix * n * n, n * n).ToArray();
            double product = Eliminate(a, [], n, 0);
            for (int column = 0; column < n; column++) product *= a[(column * n) + column];
            outputs[0].Values[matrix] = product;
        }
    }

    public static void Cholesky(Cholesky op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int n = inputs[0].Shape[^1], count = inputs[0].Values.Length / Math.Max(1, n * n);
        for (int matrix = 0; matrix < count; matrix++)
        {
            ReadOnlySpan<double> x = inputs[0].Values.AsSpan(matrix * n * n, n * n);
            Span<double> y = outputs[0].Values.AsSpan(matrix * n * n, n * n);
            for (int row = 0; row < n; row++)
            {
                for (int column = 0; column <= row; column++)
                {
                    double sum = x[(row * n) + column];
                    for (int k = 0; k < column; k++) sum -= y[(row * n) + k] * y[(column * n) + k];
                    y[(row * n) + column] = row == column ? Math.Sqrt(sum) : sum / y[(column * n) + column];
                }
            }
        }
    }

    // Gauss' elimination, rows exchanged so that the pivot is the largest: a becomes upper triangular. The sign of the exchanges; 0 where a pivot is.
    private static double Eliminate(double[] a, Span<double> b, int n, int k)
    {
        double sign = 1;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
                if (Math.Abs(a[(row * n) + column]) > Math.Abs(a[(pivot * n) + column])) pivot = row;
            if (a[(pivot * n) + column] == 0) return 0;
            if (pivot != column)
            {
                sign = -sign;
                for (int other = 0; other < n; other++) (a[(pivot * n) + other], a[(column * n) + other]) = (a[(column * n) + other], a[(pivot * n) + other]);
                for (int other = 0; other < k; other++) (b[(pivot * k) + other], b[(column * k) + other]) = (b[(column * k) + other], b[(pivot * k) + other]);
            }

            for (int row = column + 1; row < n; row++)
            {
                double factor = a[(row * n) + column] / a[(column * n) + column];
                for (int other = column; other < n; other++) a[(row * n) + other] -= factor * a[(column * n) + other];
                for (int other = 0; other < k; other++) b[(row * k) + other] -= factor * b[(column * k) + other];
            }
        }

        return sign;
    }
}
