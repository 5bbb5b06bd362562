namespace Cornea.Metrics;

/// <summary>The curve whose area <see cref="AUC"/> gives. A word converts to it: <c>"ROC"</c>, <c>"PR"</c>, <c>"PRGAIN"</c>.</summary>
public sealed class AucCurve
{
    private readonly string _name;

    private AucCurve(string name) => _name = name;

    /// <summary>Recall over the false positive rate.</summary>
    public static AucCurve Roc { get; } = new("ROC");

    /// <summary>Precision over recall.</summary>
    public static AucCurve PR { get; } = new("PR");

    /// <summary>Precision gain over recall gain (Flach &amp; Kull 2015).</summary>
    public static AucCurve PRGain { get; } = new("PRGAIN");

    /// <summary>The curve of a word.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public static implicit operator AucCurve(string word) => Choice.Of("AUC: curve", word, [Roc, PR, PRGain]);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
