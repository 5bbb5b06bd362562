namespace Cornea.Learn;

/// <summary>Divides each column of a table by its largest absolute value, so that it lies between −1 and 1; zeros stay zeros.</summary>
/// <param name="clip">Whether values beyond those of the fit are cut to −1 and 1.</param>
/// <remarks>
/// A column of zeros stays as it is; NaN is left out of the fit and stays NaN. Source: scikit-learn 1.9, MaxAbsScaler. Golden case:
/// classic/regression.
/// </remarks>
public sealed class MaxAbsScaler(bool clip = false) : ColumnScaler
{
    private double[] _largest = [];
    private double[] _scale = [];

    /// <summary>The largest absolute value of each column.</summary>
    public IReadOnlyList<double> MaxAbs => _largest;

    /// <summary>By what each column is divided.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>Learns the columns' largest absolute values. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">It isn't a table, has no rows, or holds infinity.</exception>
    public MaxAbsScaler Fit(Tensor x)
    {
        FitTable(x);
        return this;
    }

    private protected override void Begin(int columns) => (_largest, _scale) = (new double[columns], new double[columns]);

    private protected override void FitColumn(int column, ReadOnlySpan<double> values)
    {
        double largest = values.IsEmpty ? double.NaN : 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        _largest[column] = largest;
        _scale[column] = DivisorOf(largest);
    }

    private protected override double ScaleValue(double value, int column) =>
        clip ? Math.Clamp(value / _scale[column], -1, 1) : value / _scale[column];

    private protected override double UnscaleValue(double value, int column) => value * _scale[column];
}
