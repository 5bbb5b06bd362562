namespace Cornea.Learn;

/// <summary>
/// What the scalers share: they look at each column of a table, and then change it by a formula of its own, forth and back.
/// </summary>
/// <remarks>Tables are [rows, columns]. Numbers are float32, or float64 where the table is; sums are formed in double precision.</remarks>
public abstract class ColumnScaler : ITransformer
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
        Table table = Table.Read($"{GetType().Name}.Fit", nameof(x), x).Checked($"{GetType().Name}.Fit", nameof(x), allowNaN: true);
        _columns = table.ColumnCount;
        Begin(_columns);
        double[] column = new double[table.RowCount];
        for (int c = 0; c < _columns; c++)
        {
            int count = 0;
            for (int row = 0; row < table.RowCount; row++)
                if (table[row, c] is var value && !double.IsNaN(value)) column[count++] = value;
            FitColumn(c, column.AsSpan(0, count));
        }
    }

    /// <summary>A column's scale, by which is divided: 1 for a column whose values are all the same.</summary>
    private protected static double DivisorOf(double scale) => scale < 10 * MachineEpsilon ? 1 : scale;

    private Tensor Convert(Tensor x, string method, Func<double, int, double> formula)
    {
        if (_columns < 0)
            throw new InvalidOperationException($"{GetType().Name}.{method}: the scaler isn't fitted yet; call Fit first.");
        Table table = Table.Read($"{GetType().Name}.{method}", nameof(x), x);
        if (table.ColumnCount != _columns)
        {
            throw new ShapeException(
                $"{GetType().Name}.{method}: expected {_columns} columns, as in Fit, got shape {x.Shape}.");
        }

        double[] values = table.Values;
        for (int i = 0; i < values.Length; i++) values[i] = formula(values[i], i % _columns);
        return table.ToTensor(values, x.Shape);
    }
}
