namespace Cornea.Learn;

/// <summary>Brings each column of a table into a range, by its smallest and largest value.</summary>
/// <remarks>
/// <para>scaled = (x − least) / (most − least) · (high − low) + low. A column whose values are all the same becomes low.</para>
/// <para>NaN is left out of the fit and stays NaN. Source: scikit-learn 1.9, MinMaxScaler. Golden case: classic/regression.</para>
/// </remarks>
public sealed class MinMaxScaler : ColumnScaler
{
    private readonly double _low;
    private readonly double _high;
    private readonly bool _clip;
    private double[] _least = [];
    private double[] _most = [];
    private double[] _scale = [];
    private double[] _offset = [];

    /// <summary>A scaler that isn't fitted yet.</summary>
    /// <param name="featureRange">The range of the scaled values; 0 to 1 by default.</param>
    /// <param name="clip">Whether values beyond those of the fit are cut to the range.</param>
    /// <exception cref="ArgumentException">The range's ends aren't in order.</exception>
    public MinMaxScaler((double Low, double High)? featureRange = null, bool clip = false)
    {
        (_low, _high) = featureRange ?? (0, 1);
        _clip = clip;
        if (!(_low < _high))
            throw new ArgumentException($"MinMaxScaler: expected a range that ascends, got {_low} to {_high}.", nameof(featureRange));
    }

    /// <summary>The smallest value of each column.</summary>
    public IReadOnlyList<double> DataMin => _least;

    /// <summary>The largest value of each column.</summary>
    public IReadOnlyList<double> DataMax => _most;

    /// <summary>By what each column is multiplied.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>What is then added to each column.</summary>
    public IReadOnlyList<double> Min => _offset;

    /// <summary>Learns the columns' ranges. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <returns>This scaler.</returns>
    /// <exception cref="ArgumentException">It isn't a table, has no rows, or holds infinity.</exception>
    public MinMaxScaler Fit(Tensor x)
    {
        FitTable(x);
        return this;
    }

    private protected override void Begin(int columns) =>
        (_least, _most, _scale, _offset) = (new double[columns], new double[columns], new double[columns], new double[columns]);

    private protected override void FitColumn(int column, ReadOnlySpan<double> values)
    {
        double least = values.IsEmpty ? double.NaN : values[0], most = least;
        foreach (double value in values) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        (_least[column], _most[column]) = (least, most);
        _scale[column] = (_high - _low) / DivisorOf(most - least);
        _offset[column] = _low - (least * _scale[column]);
    }

    private protected override double ScaleValue(double value, int column)
    {
        double scaled = (value * _scale[column]) + _offset[column];
        return _clip ? Math.Clamp(scaled, _low, _high) : scaled;
    }

    private protected override double UnscaleValue(double value, int column) => (value - _offset[column]) / _scale[column];
}
