namespace Cornea.Vision;

/// <summary>What is done about image files that can't be decoded. Converts from its name.</summary>
public readonly record struct CorruptFiles
{
    private readonly string? _name;

    private CorruptFiles(string name) => _name = name;

    /// <summary>Nothing, until one is asked for: then it's an error that names the file. The default; looks into no file beforehand.</summary>
    public static CorruptFiles Unchecked => default;

    /// <summary>All files are decoded when the folder is opened; an error names all that can't be.</summary>
    public static CorruptFiles Refuse { get; } = new("refuse");

    /// <summary>All files are decoded when the folder is opened; those that can't be are left out, and <see cref="ImageFolder.Corrupt"/> names them.</summary>
    public static CorruptFiles Skip { get; } = new("skip");

    /// <summary>The treatment of a name.</summary>
    /// <exception cref="ArgumentException">The name is none of unchecked, refuse, skip.</exception>
    public static implicit operator CorruptFiles(string name) => name switch
    {
        "unchecked" => Unchecked,
        "refuse" => Refuse,
        "skip" => Skip,
        _ => throw new ArgumentException($"CorruptFiles: expected one of unchecked, refuse, skip, got '{name}'."),
    };

    /// <summary>The name.</summary>
    public override string ToString() => _name ?? "unchecked";
}
