namespace Cornea.Metrics;

/// <summary>How figures of several classes become one. A word converts to it: <c>"micro"</c>, <c>"macro"</c>, <c>"weighted"</c>.</summary>
public sealed class Average
{
    private readonly string _name;

    private Average(string name) => _name = name;

    /// <summary>All classes counted as one.</summary>
    public static Average Micro { get; } = new("micro");

    /// <summary>The mean of the classes' figures.</summary>
    public static Average Macro { get; } = new("macro");

    /// <summary>The mean weighted by how often each class is the target.</summary>
    public static Average Weighted { get; } = new("weighted");

    /// <summary>The average of a word; null for none: one figure for each class.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public static implicit operator Average?(string? word) => word is null ? null : Choice.Of("FBetaScore: average", word, [Micro, Macro, Weighted]);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
