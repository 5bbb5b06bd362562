namespace Cornea.Vision;

/// <summary>Where an image folder's labels come from. Converts from Keras' words, and from an array.</summary>
public readonly record struct ImageLabels
{
    private ImageLabels(bool isNone, int[]? given) => (IsNone, Given) = (isNone, given);

    /// <summary>From the folders' names: each folder is a class; the default.</summary>
    public static ImageLabels Inferred => default;

    /// <summary>There are none: all files below the folder.</summary>
    public static ImageLabels None { get; } = new(isNone: true, null);

    /// <summary>Whether there are none.</summary>
    internal bool IsNone { get; }

    /// <summary>The labels themselves; null where they come from the folders' names, or there are none.</summary>
    internal int[]? Given { get; }

    /// <summary>One for each of all files below the folder, in the order of their names as Python's os.walk, sorted, gives them.</summary>
    public static implicit operator ImageLabels(int[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new(isNone: false, [.. labels]);
    }

    /// <summary><c>inferred</c> or <c>none</c>.</summary>
    /// <exception cref="ArgumentException">It's another word.</exception>
    public static implicit operator ImageLabels(string name) => name switch
    {
        "inferred" => Inferred,
        "none" => None,
        _ => throw new ArgumentException($"ImageLabels: expected inferred, none or a number for each file, got '{name}'."),
    };
}
