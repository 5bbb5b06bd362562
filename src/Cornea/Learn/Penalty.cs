namespace Cornea.Learn;

/// <summary>What a logistic regression pays for large coefficients. A word converts to it: <c>"l2"</c>, <c>"none"</c>.</summary>
public sealed class Penalty
{
    private readonly string _name;

    private Penalty(string name) => _name = name;

    /// <summary>Half the sum of their squares.</summary>
    public static Penalty L2 { get; } = new("l2");

    /// <summary>Nothing.</summary>
    public static Penalty None { get; } = new("none");

    /// <summary>The penalty of a word.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public static implicit operator Penalty(string word) => Choice.Of("LogisticRegression: penalty", word, [L2, None]);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
