namespace Cornea.Learn;

/// <summary>Brings each column of a table to mean 0 and standard deviation 1.</summary>
/// <param name="withMean">Whether the mean is taken away.</param>
/// <param name="withStd">Whether the deviation is divided out.</param>
/// <remarks>
/// <para>scaled = (x − mean) / deviation; the deviation is that of the whole (divided by n). A column whose values are all the same
/// is only shifted.</para>
/// <para>NaN is left out of the fit and stays NaN. Source: scikit-learn 1.9, StandardScaler. Golden case: classic/regression.</para>
/// </remarks>
public sealed class StandardScaler(bool withMean = true, bool withStd = true) : ColumnScaler
{
    private double[] _mean = [];
    private double[] _variance = [];
    private double[] _scale = [];

    /// <summary>The mean of each column.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The variance of each column.</summary>
    public IReadOnlyList<double> Variance => _variance;

    /// <summary>By what each column is divided.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>Learns the columns' means and deviations. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">It isn't a table, has no rows, or holds infinity.</exception>
    public StandardScaler Fit(Tensor x)
    {
        FitTable(x);
        return this;
    }

    private protected override void Begin(int columns) =>
        (_mean, _variance, _scale) = (new double[columns], new double[columns], new double[columns]);

    private protected override void FitColumn(int column, ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0, rest = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
            rest += value - mean; // 0 but for rounding; scikit-learn takes it out, too.
        }

        double variance = (squares - (rest * rest / values.Length)) / values.Length;
        (_mean[column], _variance[column]) = (mean, variance);

        // What rounding alone may leave of a column of equal values, by scikit-learn's bound.
        double bound = values.Length * MachineEpsilon;
        bool isConstant = variance <= (bound * variance) + (bound * mean * bound * mean);
        _scale[column] = !withStd || isConstant ? 1 : Math.Sqrt(variance);
    }

    private protected override double ScaleValue(double value, int column) =>
        (withMean ? value - _mean[column] : value) / _scale[column];

    private protected override double UnscaleValue(double value, int column) =>
        (value * _scale[column]) + (withMean ? _mean[column] : 0);
}
