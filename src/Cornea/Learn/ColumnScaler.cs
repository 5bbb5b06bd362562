using Cornea.Data;

namespace Cornea.Learn;

/// <summary>
/// What the scalers share: they look at each column of a table, and then change it by a formula of its own, forth and back.
/// </summary>
/// <remarks>Tables are [rows, columns]. Numbers are float32, or float64 where the table is; sums are formed in double precision.</remarks>
public abstract class ColumnScaler
{
    private protected const double MachineEpsilon = 2.220446049250313e-16; // The distance from 1 to the next double.

    private int _columns = -1;

    private protected ColumnScaler()
    {
    }

    /// <summary>Scales a table. Computes.</summary>
    /// <exception cref="InvalidOperationException">The scaler isn't fitted.</exception>
    /// <exception cref="ShapeException">The table has another number of columns than the one it was fitted to.</exception>
    public Tensor Transform(Tensor x) => Convert(x, nameof(Transform), ScaleValue);

    /// <summary>Brings scaled values back. Computes.</summary>
    /// <inheritdoc cref="Transform"/>
    public Tensor InverseTransform(Tensor x) => Convert(x, nameof(InverseTransform), UnscaleValue);

    /// <summary>Fits to a table and scales it. Computes.</summary>
    /// <exception cref="ArgumentException">It isn't a table, has no rows, or holds infinity.</exception>
    public Tensor FitTransform(Tensor x)
    {
        FitTable(x);
        return Transform(x);
    }

    /// <summary>Looks at one column; NaN has been left out.</summary>
    private protected abstract void FitColumn(int column, ReadOnlySpan<double> values);

    /// <summary>Makes room for what is known of the columns.</summary>
    private protected abstract void Begin(int columns);

    private protected abstract double ScaleValue(double value, int column);

    private protected abstract double UnscaleValue(double value, int column);

    private protected void FitTable(Tensor x)
    {
        double[] values = Read(x, "Fit", out int rows, out int columns);
        if (rows == 0)
            throw new ArgumentException($"{GetType().Name}.Fit: expected at least one row, got shape {x.Shape}.", nameof(x));
        int infinite = Array.FindIndex(values, double.IsInfinity);
        if (infinite >= 0)
        {
            throw new ArgumentException(
                $"{GetType().Name}.Fit: expected finite numbers, got infinity in row {infinite / columns}, column {infinite % columns}.",
                nameof(x));
        }

        _columns = columns;
        Begin(columns);
        double[] column = new double[rows];
        for (int c = 0; c < columns; c++)
        {
            int count = 0;
            for (int row = 0; row < rows; row++)
                if (values[(row * columns) + c] is var value && !double.IsNaN(value)) column[count++] = value;
            FitColumn(c, column.AsSpan(0, count));
        }
    }

    /// <summary>A column's scale, by which is divided: 1 for a column whose values are all the same.</summary>
    private protected static double DivisorOf(double scale) => scale < 10 * MachineEpsilon ? 1 : scale;

    private Tensor Convert(Tensor x, string method, Func<double, int, double> formula)
    {
        if (_columns < 0)
            throw new InvalidOperationException($"{GetType().Name}.{method}: the scaler isn't fitted yet; call Fit first.");
        double[] values = Read(x, method, out _, out int columns);
        if (columns != _columns)
        {
            throw new ShapeException(
                $"{GetType().Name}.{method}: expected {_columns} columns, as in Fit, got shape {x.Shape}.");
        }

        for (int i = 0; i < values.Length; i++) values[i] = formula(values[i], i % columns);
        return x.DType == DType.Float64
            ? Tensor.From(values, x.Shape)
            : Tensor.From(Array.ConvertAll(values, value => (float)value), x.Shape);
    }

    private double[] Read(Tensor x, string method, out int rows, out int columns)
    {
        string who = $"{GetType().Name}.{method}";
        Rows.Count(who, nameof(x), x);
        if (x.Rank != 2)
        {
            throw new ShapeException(
                $"{who}: expected a table [rows, columns], got shape {x.Shape}. Reshape(-1, 1) makes a table of a single column.");
        }

        (rows, columns) = (x.Shape[0], x.Shape[1]);
        return x.ToArray<double>();
    }
}
