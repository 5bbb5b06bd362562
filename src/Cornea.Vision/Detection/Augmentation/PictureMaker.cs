namespace Cornea.Vision;

/// <summary>Makes one training picture of photos: a single one, or a mosaic of four.</summary>
/// <param name="height">Of the picture, in pixels.</param>
/// <param name="width">Of the picture, in pixels.</param>
/// <param name="augmentation">What is done to the photos.</param>
internal sealed class PictureMaker(int height, int width, DetectionAugmentation augmentation)
{
    /// <summary>What surrounds photos.</summary>
    public const byte Grey = 114;

    // Boxes with less than that, in pixels, are nothing that anybody could find.
    private const double LeastSide = 2;

    /// <summary>Fills a picture [height, width, 3] and gives its boxes.</summary>
    /// <param name="photo">Gives the first photo, and others at random.</param>
    /// <param name="isPlain">Whether photos keep their size, and there are no mosaics.</param>
    /// <param name="random">Where the draws come from.</param>
    /// <param name="pixels">The picture.</param>
    public List<LabeledBox> Make(Func<bool, Photo> photo, bool isPlain, Random random, Span<byte> pixels)
    {
        var boxes = new List<LabeledBox>();
        pixels.Fill(Grey);
        if (isPlain || random.NextDouble() >= augmentation.Mosaic)
        {
            Show(photo(true), new Tile(0, 0, width, height), !isPlain, random, pixels, boxes);
            return boxes;
        }

        int x = Between(width), y = Between(height);
        Tile[] tiles = [new(0, 0, x, y), new(x, 0, width, y), new(0, y, x, height), new(x, y, width, height)];
        for (int i = 0; i < tiles.Length; i++) Show(photo(i == 0), tiles[i], changesSize: true, random, pixels, boxes);
        return boxes;

        // The middle half, so that each photo shows something.
        int Between(int size) => (size / 4) + random.Next((size / 2) + 1);
    }

    private void Show(Photo photo, Tile tile, bool changesSize, Random random, Span<byte> pixels, List<LabeledBox> boxes)
    {
        Placement placement = Placement.Draw(photo, tile, augmentation, changesSize, random);
        Draw(photo, placement, ColorChange.Draw(augmentation, random), pixels);
        foreach (LabeledBox box in photo.Boxes)
        {
            Box whole = placement.Apply(box.Box, photo);
            var seen = new Box(
                Math.Max(whole.Left, tile.Left), Math.Max(whole.Top, tile.Top), Math.Min(whole.Right, tile.Right), Math.Min(whole.Bottom, tile.Bottom));
            if (seen.Width >= LeastSide && seen.Height >= LeastSide && seen.Area >= augmentation.LeastVisible * whole.Area) boxes.Add(box with { Box = seen });
        }
    }

    private void Draw(Photo photo, Placement placement, ColorChange color, Span<byte> pixels)
    {
        Tile tile = placement.Tile;
        // Along a row the place on the photo moves by the same step, in one direction.
        (float startX, float startY) = placement.Source(0, 0, photo);
        (float nextX, float nextY) = placement.Source(1, 0, photo);
        (float stepX, float stepY) = (nextX - startX, nextY - startY);
        for (int y = tile.Top; y < tile.Bottom; y++)
        {
            (float rowX, float rowY) = placement.Source(tile.Left + 0.5, y + 0.5, photo);
            Span<byte> row = pixels.Slice(((y * width) + tile.Left) * 3, tile.Width * 3);
            for (int x = 0; x < tile.Width; x++)
            {
                (float sourceX, float sourceY) = (rowX + (x * stepX), rowY + (x * stepY));
                if (sourceX < 0 || sourceY < 0 || sourceX >= photo.Width || sourceY >= photo.Height) continue;
                Sample(photo, sourceX - 0.5f, sourceY - 0.5f, color, row.Slice(3 * x, 3));
            }
        }
    }

    // Bilinear between the four pixels around.
    private static void Sample(Photo photo, float x, float y, in ColorChange color, Span<byte> pixel)
    {
        x = Math.Clamp(x, 0, photo.Width - 1);
        y = Math.Clamp(y, 0, photo.Height - 1);
        int left = (int)x, top = (int)y, right = Math.Min(left + 1, photo.Width - 1), bottom = Math.Min(top + 1, photo.Height - 1);
        (float partX, float partY) = (x - left, y - top);
        ReadOnlySpan<byte> pixels = photo.Pixels;
        ReadOnlySpan<byte> a = pixels.Slice(((top * photo.Width) + left) * 3, 3), b = pixels.Slice(((top * photo.Width) + right) * 3, 3);
        ReadOnlySpan<byte> c = pixels.Slice(((bottom * photo.Width) + left) * 3, 3), d = pixels.Slice(((bottom * photo.Width) + right) * 3, 3);
        float red = Mix(a[0], b[0], c[0], d[0], partX, partY), green = Mix(a[1], b[1], c[1], d[1], partX, partY), blue = Mix(a[2], b[2], c[2], d[2], partX, partY);
        pixel[0] = Round((color.RedRed * red) + (color.RedGreen * green) + (color.RedBlue * blue));
        pixel[1] = Round((color.GreenRed * red) + (color.GreenGreen * green) + (color.GreenBlue * blue));
        pixel[2] = Round((color.BlueRed * red) + (color.BlueGreen * green) + (color.BlueBlue * blue));
    }

    private static float Mix(byte a, byte b, byte c, byte d, float x, float y)
    {
        float above = a + ((b - a) * x), below = c + ((d - c) * x);
        return above + ((below - above) * y);
    }

    private static byte Round(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
