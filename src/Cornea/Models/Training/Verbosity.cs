namespace Cornea;

/// <summary>What training shows: 0 nothing, 1 a progress bar, 2 a line each epoch. Converts from these numbers and from <c>"auto"</c>, the default.</summary>
/// <remarks>Auto and 1 show the bar on a terminal, and lines where the output goes into a file or another program.</remarks>
public readonly record struct Verbosity
{
    private readonly int? _level;

    private Verbosity(int level) => _level = level;

    /// <summary>A bar on a terminal, lines elsewhere; the default.</summary>
    public static Verbosity Auto => default;

    internal int Level => _level ?? 1;

    /// <summary>0, 1 or 2.</summary>
    /// <exception cref="ArgumentException">It's another number.</exception>
    public static implicit operator Verbosity(int level) => level is >= 0 and <= 2
        ? new Verbosity(level)
        : throw new ArgumentException($"Verbosity: expected one of 0, 1, 2, \"auto\", got {level}.");

    /// <summary>"auto", "0", "1" or "2".</summary>
    /// <exception cref="ArgumentException">It's another word.</exception>
    public static implicit operator Verbosity(string word) => word switch
    {
        "auto" => Auto,
        "0" => 0,
        "1" => 1,
        "2" => 2,
        _ => throw new ArgumentException($"Verbosity: expected one of 0, 1, 2, \"auto\", got '{word}'."),
    };

    /// <inheritdoc/>
    public override string ToString() => _level?.ToString() ?? "auto";
}
