namespace Cornea.Vision;

/// <summary>The kinds of image files. Converts from its name, such as <c>png</c>, or a file's ending.</summary>
public readonly record struct ImageFormat
{
    private readonly string? _name;

    private ImageFormat(string name) => _name = name;

    /// <summary>Portable Network Graphics (W3C, 2003): every pixel as it is, 8 or 16 bits; the default.</summary>
    public static ImageFormat Png => default;

    /// <summary>JPEG (ITU-T T.81): small files of photos, not every pixel as it was.</summary>
    public static ImageFormat Jpeg { get; } = new("jpeg");

    /// <summary>Windows' bitmaps, without compression.</summary>
    public static ImageFormat Bmp { get; } = new("bmp");

    /// <summary>GIF (CompuServe, 89a), up to 256 colours; photos lose by it.</summary>
    public static ImageFormat Gif { get; } = new("gif");

    /// <summary>WebP (RFC 9649).</summary>
    public static ImageFormat WebP { get; } = new("webp");

    /// <summary>The endings that image_dataset_from_directory looks for.</summary>
    internal static IReadOnlyList<string> Endings { get; } = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

    /// <summary>The format of a name.</summary>
    /// <exception cref="ArgumentException">It's none of png, jpeg, jpg, bmp, gif, webp.</exception>
    public static implicit operator ImageFormat(string name) => Of(name)
        ?? throw new ArgumentException($"ImageFormat: expected one of png, jpeg, jpg, bmp, gif, webp, got '{name}'.");

    /// <summary>The name.</summary>
    public override string ToString() => _name ?? "png";

    /// <summary>The format that a path's ending says; null where it says none.</summary>
    internal static ImageFormat? OfPath(string path) => Of(Path.GetExtension(path).TrimStart('.'));

    /// <summary>The format of a file by how it begins; null where it's none of them.</summary>
    internal static ImageFormat? OfContent(ReadOnlySpan<byte> start) =>
        start is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] ? Png
        : start is [0xFF, 0xD8, 0xFF, ..] ? Jpeg
        : start is [(byte)'B', (byte)'M', ..] ? Bmp
        : start is [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] ? Gif
        : start is [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] ? WebP
        : (ImageFormat?)null;

    private static ImageFormat? Of(string name) => name.ToLowerInvariant() switch
    {
        "png" => Png,
        "jpeg" or "jpg" => Jpeg,
        "bmp" => Bmp,
        "gif" => Gif,
        "webp" => WebP,
        _ => (ImageFormat?)null,
    };
}
