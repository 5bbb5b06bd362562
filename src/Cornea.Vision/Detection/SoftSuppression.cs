namespace Cornea.Vision;

/// <summary>How soft non-maximum suppression lowers scores. Converts from the names <c>"gaussian"</c> and <c>"linear"</c>.</summary>
public readonly record struct SoftSuppression
{
    private readonly string? _name;

    private SoftSuppression(string name) => _name = name;

    /// <summary>By a bell curve over the overlap, everywhere a little; the default.</summary>
    public static SoftSuppression Gaussian => default;

    /// <summary>In proportion to the overlap, from a threshold on.</summary>
    public static SoftSuppression Linear { get; } = new("linear");

    /// <summary>The method of a name.</summary>
    /// <exception cref="ArgumentException">The name is neither gaussian nor linear.</exception>
    public static implicit operator SoftSuppression(string name) => name switch
    {
        "gaussian" => Gaussian,
        "linear" => Linear,
        _ => throw new ArgumentException($"SoftSuppression: expected gaussian or linear, got '{name}'."),
    };

    /// <summary>The name.</summary>
    public override string ToString() => _name ?? "gaussian";
}
