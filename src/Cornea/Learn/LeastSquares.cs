using Cornea.Numerics;

namespace Cornea.Learn;

/// <summary>The w that minimises ‖y − X·w‖² + alpha·‖w‖²; of several the shortest.</summary>
/// <remarks>By singular values, X = U·S·Vᵀ: w = V·S/(S² + alpha)·Uᵀ·y. Many rows are first brought to a triangle by Householder's reflections.</remarks>
internal static class LeastSquares
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    /// <param name="columns">The columns of X; overwritten.</param>
    /// <param name="targets">Several y; overwritten.</param>
    /// <param name="alpha">The penalty, 0 or more.</param>
    public static double[][] Solve(double[][] columns, double[][] targets, double alpha)
    {
        int count = columns.Length, rows = columns[0].Length;
        int most = Math.Max(rows, count);
        if (rows > count)
        {
            ToTriangle(columns, targets);
            rows = count;
        }

        // The decomposition wants at least as many rows as columns: else that of the transpose, whose U and V change places.
        bool isWide = rows < count;
        (int m, int n) = isWide ? (count, rows) : (rows, count);
        double[] matrix = new double[m * n];
        for (int column = 0; column < count; column++)
            for (int row = 0; row < rows; row++) matrix[isWide ? (column * n) + row : (row * n) + column] = columns[column][row];
        (double[] u, double[] values, double[] v) = Jacobi.OneSided(matrix, m, n);

        double smallest = most * MachineEpsilon * values[0]; // What is below is rounding error of 0, as LAPACK takes it.
        double[][] solutions = Array.ConvertAll(targets, _ => new double[count]);
        for (int index = 0; index < n; index++)
        {
            double value = values[index];
            if (value == 0 || (alpha == 0 && value <= smallest)) continue;
            for (int target = 0; target < targets.Length; target++)
            {
                double along = 0;
                for (int row = 0; row < rows; row++) along += targets[target][row] * (isWide ? v[(row * n) + index] : u[(row * n) + index]);
                along *= value / ((value * value) + alpha);
                for (int column = 0; column < count; column++)
                    solutions[target][column] += along * (isWide ? u[(column * n) + index] : v[(column * n) + index]);
            }
        }

        return solutions;
    }

    // X = Q·R: R goes into the upper triangle of the columns, Qᵀ·y into the targets; Q isn't needed.
    private static void ToTriangle(double[][] columns, double[][] targets)
    {
        for (int k = 0; k < columns.Length; k++)
        {
            double[] reflector = columns[k][k..];
            double norm = Math.Sqrt(DoubleVector.Dot(reflector, reflector));
            if (norm == 0) continue;
            reflector[0] += reflector[0] >= 0 ? norm : -norm;
            double square = DoubleVector.Dot(reflector, reflector);
            for (int column = k; column < columns.Length; column++) Reflect(columns[column].AsSpan(k));
            foreach (double[] target in targets) Reflect(target.AsSpan(k));
            columns[k].AsSpan(k + 1).Clear();

            void Reflect(Span<double> column) =>
                DoubleVector.Add(column, -2 * DoubleVector.Dot(reflector, column) / square, reflector);
        }
    }
}
