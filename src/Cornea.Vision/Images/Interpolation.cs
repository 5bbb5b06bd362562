using Cornea.Vision.Resampling;

namespace Cornea.Vision;

/// <summary>How the pixels of an image become those of another size: which filter, and by whose rule. Converts from its name.</summary>
/// <remarks>
/// <para>
/// Names as TensorFlow and Keras have them (<c>bilinear</c>, <c>nearest</c>, <c>bicubic</c>, <c>area</c>, <c>lanczos3</c>, <c>lanczos5</c>,
/// <c>gaussian</c>, <c>mitchellcubic</c>) sample the image where the new pixels' centres lie, as image_dataset_from_directory does; details
/// that are finer than the new pixels are then left to chance. With <c>_antialias</c> at the end the filter is as wide as the new pixels.
/// </para>
/// <para>
/// Names that begin with <c>pillow_</c> (<c>pillow_bilinear</c>, <c>_nearest</c>, <c>_bicubic</c>, <c>_lanczos</c>, <c>_box</c>,
/// <c>_hamming</c>) give the very pixels of Pillow's Image.resize, which Keras' load_img takes: whole numbers, rounded after each axis.
/// </para>
/// </remarks>
public readonly record struct Interpolation
{
    private readonly string? _name;

    private Interpolation(string name) => _name = name;

    /// <summary>The two nearest pixels along each axis, weighed by nearness; TensorFlow's rule, and the default.</summary>
    public static Interpolation Bilinear => default;

    /// <summary>The nearest pixel.</summary>
    public static Interpolation Nearest { get; } = "nearest";

    /// <summary>The four nearest pixels along each axis (Keys 1981, a = −½); TensorFlow's rule.</summary>
    public static Interpolation Bicubic { get; } = "bicubic";

    /// <summary>The mean of what lies under the new pixel; TensorFlow's rule.</summary>
    public static Interpolation Area { get; } = "area";

    /// <summary>Bilinear with a filter as wide as the new pixels, so that fine details give no moiré.</summary>
    public static Interpolation BilinearAntialias { get; } = "bilinear_antialias";

    /// <summary>Pillow's bilinear filter, which is as wide as the new pixels.</summary>
    public static Interpolation PillowBilinear { get; } = "pillow_bilinear";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names => ResampleFilter.Names;

    /// <summary>The interpolation of a name.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static implicit operator Interpolation(string name) => name == "bilinear" ? default
        : ResampleFilter.Names.Contains(name) ? new(name)
        : throw new ArgumentException($"Interpolation: expected one of {string.Join(", ", Names)}, got '{name}'.");

    /// <summary>The name.</summary>
    public override string ToString() => _name ?? "bilinear";
}
