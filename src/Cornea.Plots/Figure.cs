using System.Text;
using SkiaSharp;

namespace Cornea.Plots;

/// <summary>A finished picture: <c>Charts.History(history).Save("curves.png")</c>. It is drawn when it's made; there is nothing to dispose.</summary>
public sealed class Figure
{
    private const string Png = ".png", Svg = ".svg";
    private const long MostPixels = 1 << 27; // A PNG that would have more is drawn smaller.

    private readonly SKPicture _drawing;
    private readonly byte[] _png;

    private Figure(SKPicture drawing, byte[] png, int width, int height) => (_drawing, _png, Width, Height) = (drawing, png, width, height);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The bytes of a PNG file; a copy of one's own.</summary>
    public byte[] ToPng() => [.. _png];

    /// <summary>The text of an SVG file: lines and letters that stay sharp at any size.</summary>
    public string ToSvg()
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), stream)) canvas.DrawPicture(_drawing);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes a PNG or SVG file; one that is there is replaced as a whole.</summary>
    /// <param name="path">Where; it ends with <c>.png</c> or <c>.svg</c>, and the folder must be there.</param>
    /// <exception cref="ArgumentException">The name ends otherwise.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isSvg = path.EndsWith(Svg, StringComparison.OrdinalIgnoreCase);
        if (!isSvg && !path.EndsWith(Png, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"Figure.Save: expected a name that ends with {Png} or {Svg}, got '{path}'. Figures are written as PNG and SVG only.", nameof(path));

        byte[] content = isSvg ? Encoding.UTF8.GetBytes(ToSvg()) : _png;
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp"; // A crash while writing leaves the old file whole.
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>A figure of what is drawn.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="draw">Draws it, on white.</param>
    internal static Figure Draw(int width, int height, Action<SKCanvas> draw)
    {
        using var recorder = new SKPictureRecorder();
        draw(recorder.BeginRecording(SKRect.Create(width, height)));
        SKPicture drawing = recorder.EndRecording();
        float scale = (float)Math.Min(1, Math.Sqrt((double)MostPixels / ((long)width * height)));
        (int pixelWidth, int pixelHeight) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(pixelWidth, pixelHeight));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(scale);
        surface.Canvas.DrawPicture(drawing);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return new Figure(drawing, png.ToArray(), pixelWidth, pixelHeight);
    }
}
