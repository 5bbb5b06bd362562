using System.Numerics;
using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Eigenvalues of general matrices: Hessenberg's form, then QR steps with Wilkinson's shift (Francis 1961), in complex numbers.</summary>
internal static class EigenLoops
{
    private const int MostSteps = 60; // For each eigenvalue; two or three are usual.

    public static void Eigen(Eigen op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int n = inputs[0].Shape[^1], count = inputs[0].Values.Length / Math.Max(1, n * n);
        for (int matrix = 0; matrix < count; matrix++)
        {
            var t = new Complex[n, n];
            var z = new Complex[n, n];
            for (int row = 0; row < n; row++)
            {
                z[row, row] = 1;
                for (int column = 0; column < n; column++) t[row, column] = inputs[0][(((matrix * n) + row) * n) + column];
            }

            Reduce(t, z, n);
            Iterate(t, z, n, matrix);
            for (int k = 0; k < n; k++)
            {
                outputs[0].Values[(matrix * n) + k] = t[k, k].Real;
                outputs[1].Values[(matrix * n) + k] = t[k, k].Imaginary;
                Complex[] vector = Vector(t, z, n, k);
                for (int row = 0; row < n; row++)
                {
                    outputs[2].Values[(((matrix * n) + row) * n) + k] = vector[row].Real;
                    outputs[3].Values[(((matrix * n) + row) * n) + k] = vector[row].Imaginary;
                }
            }
        }
    }

    // To zeros below the first subdiagonal.
    private static void Reduce(Complex[,] t, Complex[,] z, int n)
    {
        for (int column = 0; column < n - 2; column++)
        {
            for (int row = column + 2; row < n; row++)
            {
                if (t[row, column] == 0) continue;
                (Complex c, Complex s) = Turn(t[column + 1, column], t[row, column]);
                Rows(t, column + 1, row, c, s, 0, n);
                Columns(t, column + 1, row, c, s, n);
                Columns(z, column + 1, row, c, s, n);
                t[row, column] = 0;
            }
        }
    }

    private static void Iterate(Complex[,] t, Complex[,] z, int n, int matrix)
    {
        for (int high = n - 1, steps = 0; high > 0;)
        {
            int low = high;
            while (low > 0 && Complex.Abs(t[low, low - 1]) > 1e-16 * (Complex.Abs(t[low, low]) + Complex.Abs(t[low - 1, low - 1]))) low--;
            if (low > 0) t[low, low - 1] = 0;
            if (low == high)
            {
                high--;
                steps = 0;
                continue;
            }

            if (++steps > MostSteps) throw new ArgumentException($"Eig: the eigenvalues of the matrix at position {matrix} aren't found; are all its values finite? Nothing was changed.");
            Complex shift = steps % 10 == 0 ? t[high, high] + Complex.Abs(t[high, high - 1]) : Shift(t, high);
            for (int k = low; k <= high; k++) t[k, k] -= shift;
            var turns = new (Complex C, Complex S)[n];
            for (int k = low; k < high; k++)
            {
                turns[k] = Turn(t[k, k], t[k + 1, k]);
                Rows(t, k, k + 1, turns[k].C, turns[k].S, k, n);
            }

            for (int k = low; k < high; k++)
            {
                Columns(t, k, k + 1, turns[k].C, turns[k].S, Math.Min(k + 2, n));
                Columns(z, k, k + 1, turns[k].C, turns[k].S, n);
            }

            for (int k = low; k <= high; k++) t[k, k] += shift;
        }
    }

    // The eigenvalue of the last two rows and columns that is nearer to the last number.
    private static Complex Shift(Complex[,] t, int high)
    {
        Complex a = t[high - 1, high - 1], b = t[high - 1, high], c = t[high, high - 1], d = t[high, high];
        Complex half = (a - d) / 2, root = Complex.Sqrt((half * half) + (b * c));
        Complex first = half + root, second = half - root;
        Complex larger = Complex.Abs(first) >= Complex.Abs(second) ? first : second;
        return larger == 0 ? d : d - (b * c / larger);
    }

    // Back substitution in the triangle, then back to the matrix' own axes.
    private static Complex[] Vector(Complex[,] t, Complex[,] z, int n, int k)
    {
        var x = new Complex[n];
        x[k] = 1;
        for (int row = k - 1; row >= 0; row--)
        {
            Complex sum = 0;
            for (int column = row + 1; column <= k; column++) sum += t[row, column] * x[column];
            Complex distance = t[row, row] - t[k, k];
            double least = 1e-16 * Math.Max(1e-300, Complex.Abs(t[k, k]) + Complex.Abs(t[row, row]));
            x[row] = -sum / (Complex.Abs(distance) < least ? least : distance);
        }

        var vector = new Complex[n];
        for (int row = 0; row < n; row++)
            for (int column = 0; column <= k; column++) vector[row] += z[row, column] * x[column];
        double length = Math.Sqrt(vector.Sum(value => (value.Real * value.Real) + (value.Imaginary * value.Imaginary)));
        Complex largest = vector.MaxBy(Complex.Abs);
        Complex scale = Complex.Conjugate(largest) / (Complex.Abs(largest) * length);
        return Array.ConvertAll(vector, value => value * scale);
    }

    // The turn [c, s; −s̄, c̄] that takes (a, b) to (length, 0).
    private static (Complex C, Complex S) Turn(Complex a, Complex b)
    {
        double length = Math.Sqrt((a * Complex.Conjugate(a)).Real + (b * Complex.Conjugate(b)).Real);
        return length == 0 ? (1, 0) : (Complex.Conjugate(a) / length, Complex.Conjugate(b) / length);
    }

    private static void Rows(Complex[,] t, int p, int q, Complex c, Complex s, int from, int n)
    {
        for (int k = from; k < n; k++)
            (t[p, k], t[q, k]) = ((c * t[p, k]) + (s * t[q, k]), (Complex.Conjugate(c) * t[q, k]) - (Complex.Conjugate(s) * t[p, k]));
    }

    private static void Columns(Complex[,] t, int p, int q, Complex c, Complex s, int rows)
    {
        for (int k = 0; k < rows; k++)
            (t[k, p], t[k, q]) = ((Complex.Conjugate(c) * t[k, p]) + (Complex.Conjugate(s) * t[k, q]), (c * t[k, q]) - (s * t[k, p]));
    }
}
