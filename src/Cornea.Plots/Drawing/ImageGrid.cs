using SkiaSharp;

namespace Cornea.Plots.Drawing;

/// <summary>Pictures side by side and below each other, with captions.</summary>
internal static class ImageGrid
{
    private const int Gap = 12, CaptionHeight = 26, HeadingHeight = 44, UsualSide = 192;
    private const float CaptionSize = 16, HeadingSize = 22;

    private static readonly SKColor Ink = SKColor.Parse("#1F2937"), Right = SKColor.Parse("#15803D"), Wrong = SKColor.Parse("#DC2626");

    /// <param name="tiles">The pictures, row by row.</param>
    /// <param name="columns">How many stand beside each other; null: about as many as there are rows.</param>
    /// <param name="title">Above the whole.</param>
    /// <param name="side">How many pixels the longer side of a picture takes at least; small pictures are enlarged by whole numbers, so that pixels can be seen.</param>
    public static Figure Draw(IReadOnlyList<Tile> tiles, int? columns, string? title, int side = UsualSide)
    {
        if (columns is < 1) throw new ArgumentOutOfRangeException(nameof(columns), columns, "Charts: expected at least one column.");
        int across = Math.Min(columns ?? (int)Math.Ceiling(Math.Sqrt(tiles.Count)), tiles.Count), down = (tiles.Count + across - 1) / across;
        int longest = tiles.Max(tile => Math.Max(tile.Picture.Width, tile.Picture.Height));
        float scale = longest < side ? (side + longest - 1) / longest : Math.Min(1, (float)(2 * side) / longest);
        int cellWidth = (int)Math.Ceiling(tiles.Max(tile => tile.Picture.Width) * scale), cellHeight = (int)Math.Ceiling(tiles.Max(tile => tile.Picture.Height) * scale);
        int[] captions = [.. Enumerable.Range(0, down).Select(row => tiles.Skip(row * across).Take(across).Any(tile => tile.Caption.Text.Length > 0) ? CaptionHeight : 0)];
        int top = string.IsNullOrEmpty(title) ? Gap : HeadingHeight;
        int width = checked(Gap + (across * (cellWidth + Gap))), height = checked(top + captions.Sum() + (down * (cellHeight + Gap)));
        return Figure.Draw(width, height, canvas =>
        {
            canvas.Clear(SKColors.White);
            if (!string.IsNullOrEmpty(title)) Write(canvas, title, Gap, 30, width - (2 * Gap), HeadingSize, Ink, isBold: true);
            int y = top;
            for (int row = 0; row < down; row++)
            {
                y += captions[row];
                for (int column = 0; column < across && (row * across) + column < tiles.Count; column++)
                {
                    Tile tile = tiles[(row * across) + column];
                    int x = Gap + (column * (cellWidth + Gap));
                    SKColor color = tile.Caption.IsRight switch { true => Right, false => Wrong, null => Ink };
                    Write(canvas, tile.Caption.Text, x, y - 8, cellWidth, CaptionSize, color, isBold: false);
                    Show(canvas, tile, SKRect.Create(x, y, tile.Picture.Width * scale, tile.Picture.Height * scale), scale);
                }

                y += cellHeight + Gap;
            }
        });
    }

    private static void Show(SKCanvas canvas, Tile tile, SKRect place, float scale)
    {
        PixelImage picture = tile.Picture;
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), picture.Rgba);
        canvas.DrawImage(image, place, scale >= 1 ? new SKSamplingOptions(SKFilterMode.Nearest) : new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        if (tile.Frame is not { } frame) return;
        using var paint = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = 3, Color = Wrong, IsAntialias = true };
        SKRect whole = SKRect.Create(place.Left + (frame.Left * scale), place.Top + (frame.Top * scale), frame.Width * scale, frame.Height * scale);
        canvas.Save();
        canvas.ClipRect(SKRect.Inflate(place, 2, 2));
        canvas.DrawRect(SKRect.Intersect(whole, SKRect.Inflate(place, -1, -1)) is { IsEmpty: false } visible ? visible : whole, paint);
        canvas.Restore();
    }

    // Smaller, then cut, where there is little room.
    private static void Write(SKCanvas canvas, string text, float x, float y, float room, float size, SKColor color, bool isBold)
    {
        if (text.Length == 0) return;
        using SKFont font = EmbeddedFont.Of(text, size, isBold);
        float width = font.MeasureText(text);
        if (width > room) font.Size = Math.Max(size * room / width, size * 0.7f);
        while (text.Length > 1 && font.MeasureText(text) > room) text = text.TrimEnd('…')[..^1] + (text.Length > 2 ? "…" : "");
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
    }
}
