namespace Cornea.Plots;

/// <summary>A finished picture: <c>Charts.History(history).Save("curves.png")</c>. It is drawn when it's made; there is nothing to dispose.</summary>
public sealed class Figure
{
    private readonly byte[] _png;

    internal Figure(byte[] png, int width, int height) => (_png, Width, Height) = (png, width, height);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The bytes of a PNG file; a copy of one's own.</summary>
    public byte[] ToPng() => [.. _png];

    /// <summary>Writes a PNG file; one that is there is replaced as a whole.</summary>
    /// <param name="path">Where; it ends with <c>.png</c>, and the folder must be there.</param>
    /// <exception cref="ArgumentException">The name doesn't end with <c>.png</c>.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"Figure.Save: expected a name that ends with .png, got '{path}'. Figures are written as PNG only.", nameof(path));

        string temporary = $"{path}.{Guid.NewGuid():N}.tmp"; // A crash while writing leaves the old file whole.
        try
        {
            File.WriteAllBytes(temporary, _png);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
