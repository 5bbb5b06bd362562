namespace Cornea;

/// <summary>What a window does at an image's edge. Converts from Keras' names <c>"valid"</c> and <c>"same"</c>.</summary>
public readonly record struct Padding
{
    private readonly string? _name;

    private Padding(string name) => _name = name;

    /// <summary>Whole windows only; the default.</summary>
    public static Padding Valid => default;

    /// <summary>Zeros around the image, so that there are ceil(size / stride) windows; an odd one comes after the image.</summary>
    public static Padding Same { get; } = new("same");

    /// <summary>Zeros before a sequence only, so that no output sees later steps; for one-dimensional convolutions.</summary>
    public static Padding Causal { get; } = new("causal");

    /// <summary>The padding of Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is none of valid, same, causal.</exception>
    public static implicit operator Padding(string name) => name switch
    {
        "valid" => Valid,
        "same" => Same,
        "causal" => Causal,
        _ => throw new ArgumentException($"Padding: expected one of valid, same, causal, got '{name}'."),
    };

    /// <summary>Keras' name.</summary>
    public override string ToString() => _name ?? "valid";
}
