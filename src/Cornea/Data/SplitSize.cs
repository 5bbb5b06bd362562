using System.Globalization;

namespace Cornea.Data;

/// <summary>The size of one part of a split: a fraction of the rows, or a number of rows.</summary>
/// <remarks>
/// A <c>double</c> converts to a fraction (0.2 is a fifth of the rows), an <c>int</c> to a number of rows (100 is a hundred rows), as
/// in scikit-learn.
/// </remarks>
public readonly record struct SplitSize
{
    private readonly double _value;

    private SplitSize(double value, bool isFraction)
    {
        _value = value;
        IsFraction = isFraction;
    }

    /// <summary>Whether the size is a fraction of the rows; otherwise it is a number of rows.</summary>
    public bool IsFraction { get; }

    /// <summary>The size as a fraction of the rows, between 0 and 1, both excluded.</summary>
    public static implicit operator SplitSize(double fraction) => new(fraction, isFraction: true);

    /// <summary>The size as a number of rows.</summary>
    public static implicit operator SplitSize(int rows) => new(rows, isFraction: false);

    /// <summary>The size as a fraction of the rows, between 0 and 1, both excluded.</summary>
    public static SplitSize Fraction(double fraction) => fraction;

    /// <summary>The size as a number of rows.</summary>
    public static SplitSize Rows(int rows) => rows;

    /// <summary>The size as it was given: <c>0.2</c> or <c>100 rows</c>.</summary>
    public override string ToString() =>
        _value.ToString(CultureInfo.InvariantCulture) + (IsFraction ? "" : " rows");

    // The test part is rounded up and the training part down, so that with both given no row is asked for twice.
    internal int RowsOf(int count, bool roundUp) =>
        !IsFraction ? (int)_value : (int)(roundUp ? Math.Ceiling(_value * count) : Math.Floor(_value * count));

    // Keras' split_dataset: a fraction to the nearest number of rows, by Python's round.
    internal int NearestRowsOf(int count) => (int)(IsFraction ? Math.Round(_value * count, MidpointRounding.ToEven) : _value);

    internal double FractionOrZero => IsFraction ? _value : 0;

    internal bool Fits(int count) => IsFraction ? _value is > 0 and < 1 : _value > 0 && _value < count;
}
