namespace Cornea.Metrics;

/// <summary>How <see cref="AUC"/> takes the area between two points of a curve. A word converts to it.</summary>
public sealed class AucSummation
{
    private readonly string _name;

    private AucSummation(string name) => _name = name;

    /// <summary>The mean height; for the precision-recall curve the interpolation of Davis &amp; Goadrich 2006.</summary>
    public static AucSummation Interpolation { get; } = new("interpolation");

    /// <summary>The larger height.</summary>
    public static AucSummation Majoring { get; } = new("majoring");

    /// <summary>The smaller height.</summary>
    public static AucSummation Minoring { get; } = new("minoring");

    /// <summary>The way of a word.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public static implicit operator AucSummation(string word) => Choice.Of("AUC: summationMethod", word, [Interpolation, Majoring, Minoring]);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
