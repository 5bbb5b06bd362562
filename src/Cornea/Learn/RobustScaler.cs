namespace Cornea.Learn;

/// <summary>Brings each column of a table to median 0 and divides it by the range between two of its quantiles: outliers hardly count.</summary>
/// <remarks>
/// <para>scaled = (x − median) / (upper quantile − lower quantile); quantiles between two values are interpolated. A column whose quantiles
/// are equal is only shifted.</para>
/// <para>NaN is left out of the fit and stays NaN. Source: scikit-learn 1.9, RobustScaler. Golden case: classic/regression.</para>
/// </remarks>
public sealed class RobustScaler : ColumnScaler
{
    private readonly bool _withCentering;
    private readonly bool _withScaling;
    private readonly double _lower;
    private readonly double _upper;
    private readonly double _unit = 1;
    private double[] _center = [];
    private double[] _scale = [];

    /// <summary>A scaler that isn't fitted yet.</summary>
    /// <param name="withCentering">Whether the median is taken away.</param>
    /// <param name="withScaling">Whether the range is divided out.</param>
    /// <param name="quantileRange">The two quantiles in per cent; 25 and 75, the quartiles, by default.</param>
    /// <param name="unitVariance">Whether the range is measured in that of the normal distribution, whose columns so get variance 1.</param>
    /// <exception cref="ArgumentException">The quantiles aren't in order between 0 and 100; or with unit variance equal or at an end.</exception>
    public RobustScaler(
        bool withCentering = true, bool withScaling = true, (double Lower, double Upper)? quantileRange = null, bool unitVariance = false)
    {
        (_withCentering, _withScaling) = (withCentering, withScaling);
        (_lower, _upper) = quantileRange ?? (25, 75);
        if (!(_lower >= 0 && _lower <= _upper && _upper <= 100))
        {
            throw new ArgumentException(
                $"RobustScaler: expected two ascending quantiles from 0 to 100 in quantileRange, got {Table.Text(_lower)} and {Table.Text(_upper)}.",
                nameof(quantileRange));
        }

        if (!unitVariance) return;
        if (_lower == 0 || _upper == 100 || _lower == _upper)
        {
            throw new ArgumentException(
                $"RobustScaler: with unitVariance, expected different quantiles within 0 and 100, got {Table.Text(_lower)} and {Table.Text(_upper)}.",
                nameof(quantileRange));
        }

        _unit = NormalDistribution.Quantile(_upper / 100) - NormalDistribution.Quantile(_lower / 100);
    }

    /// <summary>The median of each column; empty without centering.</summary>
    public IReadOnlyList<double> Center => _withCentering ? _center : [];

    /// <summary>By what each column is divided; empty without scaling.</summary>
    public IReadOnlyList<double> Scale => _withScaling ? _scale : [];

    /// <summary>Learns the columns' quantiles. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">It isn't a table, has no rows, or holds infinity.</exception>
    public RobustScaler Fit(Tensor x)
    {
        FitTable(x);
        return this;
    }

    private protected override void Begin(int columns) => (_center, _scale) = (new double[columns], new double[columns]);

    private protected override void FitColumn(int column, ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        _center[column] = Quantile(sorted, 0.5);
        _scale[column] = DivisorOf(Quantile(sorted, _upper / 100) - Quantile(sorted, _lower / 100)) / _unit;
    }

    private protected override double ScaleValue(double value, int column) =>
        (_withCentering ? value - _center[column] : value) / (_withScaling ? _scale[column] : 1);

    private protected override double UnscaleValue(double value, int column) =>
        (value * (_withScaling ? _scale[column] : 1)) + (_withCentering ? _center[column] : 0);

    // Between two values in proportion, as NumPy's percentile.
    private static double Quantile(double[] sorted, double part)
    {
        if (sorted.Length == 0) return double.NaN;
        double place = part * (sorted.Length - 1);
        int below = (int)Math.Floor(place);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
