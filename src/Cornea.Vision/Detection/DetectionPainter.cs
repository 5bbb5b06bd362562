using System.Globalization;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Cornea.Vision;

/// <summary>Draws boxes with names and scores on images.</summary>
internal static class DetectionPainter
{
    private const string Font = "Cornea.Vision.OpenSans-Semibold.ttf";

    // Light enough for dark letters, dark enough to be seen on white; neighbours differ also for who sees red and green alike (Okabe and Ito, 2008).
    private static readonly SKColor[] Colors =
        [new(230, 159, 0), new(86, 180, 233), new(0, 158, 115), new(240, 228, 66), new(0, 114, 178), new(213, 94, 0), new(204, 121, 167)];

    private static readonly Lazy<SKTypeface> Typeface = new(() =>
    {
        using Stream stream = typeof(DetectionPainter).Assembly.GetManifestResourceStream(Font)!;
        return SKTypeface.FromStream(stream);
    });

    /// <param name="pixels">Red, green and blue of each pixel; drawn on.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="detections">What to draw.</param>
    public static void Draw(byte[] pixels, int height, int width, IReadOnlyList<Detection> detections)
    {
        byte[] opaque = new byte[checked(width * height * 4)];
        for (int pixel = 0; pixel < width * height; pixel++)
        {
            pixels.AsSpan(3 * pixel, 3).CopyTo(opaque.AsSpan(4 * pixel));
            opaque[(4 * pixel) + 3] = 255;
        }

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(opaque, 0, bitmap.GetPixels(), opaque.Length);
        using (var canvas = new SKCanvas(bitmap))
            foreach (Detection found in detections.Reverse()) Draw(canvas, found, Math.Max(height, width)); // The surest on top.
        ReadOnlySpan<byte> drawn = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < width * height; pixel++) drawn.Slice(4 * pixel, 3).CopyTo(pixels.AsSpan(3 * pixel));
    }

    private static void Draw(SKCanvas canvas, Detection found, int size)
    {
        SKColor color = Colors[found.ClassIndex % Colors.Length];
        float stroke = Math.Max(1, size / 400f);
        using var line = new SKPaint { Color = color, Style = SKPaintStyle.Stroke, StrokeWidth = stroke, IsAntialias = true };
        using var ground = new SKPaint { Color = color };
        using var letters = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var font = new SKFont(Typeface.Value, Math.Max(9, size / 50f));
        var box = new SKRect((float)found.Box.Left, (float)found.Box.Top, (float)found.Box.Right, (float)found.Box.Bottom);
        canvas.DrawRect(box, line);
        string text = string.Create(CultureInfo.InvariantCulture, $"{found.Label} {100 * found.Score:0} %");
        float width = font.MeasureText(text) + (2 * stroke) + 2, height = font.Spacing;
        float top = Math.Max(0, box.Top - height);
        canvas.DrawRect(box.Left - (stroke / 2), top, width, height, ground);
        canvas.DrawText(text, box.Left + 1, top - font.Metrics.Ascent, SKTextAlign.Left, font, letters);
    }
}
