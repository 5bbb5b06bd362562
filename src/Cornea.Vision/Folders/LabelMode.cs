namespace Cornea.Vision;

/// <summary>What an image's label looks like. Converts from Keras' names.</summary>
public readonly record struct LabelMode
{
    private readonly string? _name;

    private LabelMode(string name) => _name = name;

    /// <summary>The class' number, an Int32 scalar, for sparse_categorical_crossentropy; the default.</summary>
    public static LabelMode Int => default;

    /// <summary>0 or 1, Float32 [1], for binary_crossentropy; there are two classes.</summary>
    public static LabelMode Binary { get; } = new("binary");

    /// <summary>A 1 at each class of the image, Float32 [classes], for categorical_crossentropy; with several labels for binary_crossentropy.</summary>
    public static LabelMode Categorical { get; } = new("categorical");

    /// <summary>Images alone.</summary>
    public static LabelMode None { get; } = new("none");

    /// <summary>The mode of Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is none of int, binary, categorical, none.</exception>
    public static implicit operator LabelMode(string name) => name switch
    {
        "int" => Int,
        "binary" => Binary,
        "categorical" => Categorical,
        "none" => None,
        _ => throw new ArgumentException($"LabelMode: expected one of int, binary, categorical, none, got '{name}'."),
    };

    /// <summary>Keras' name.</summary>
    public override string ToString() => _name ?? "int";
}
