namespace Cornea.Learn;

/// <summary>How the length of a row is measured. A word converts to it: <c>"l1"</c>, <c>"l2"</c>, <c>"max"</c>.</summary>
public sealed class Norm
{
    private readonly string _name;

    private Norm(string name) => _name = name;

    /// <summary>The sum of the absolute values.</summary>
    public static Norm L1 { get; } = new("l1");

    /// <summary>The root of the sum of the squares.</summary>
    public static Norm L2 { get; } = new("l2");

    /// <summary>The largest absolute value.</summary>
    public static Norm Max { get; } = new("max");

    /// <summary>The norm of a word.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public static implicit operator Norm(string word) => Choice.Of("Normalizer: norm", word, [L1, L2, Max]);

    /// <inheritdoc/>
    public override string ToString() => _name;

    internal double Of(ReadOnlySpan<double> row)
    {
        double norm = 0;
        foreach (double value in row)
            norm = this == Max ? Math.Max(norm, Math.Abs(value)) : norm + (this == L1 ? Math.Abs(value) : value * value);
        return this == L2 ? Math.Sqrt(norm) : norm;
    }
}
