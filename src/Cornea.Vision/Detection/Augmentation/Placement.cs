namespace Cornea.Vision;

/// <summary>How a photo lies on a tile: perhaps with rows and columns exchanged, then mirrored, then scaled, then moved.</summary>
/// <param name="Tile">Where it's shown.</param>
/// <param name="IsTransposed">Whether rows become columns.</param>
/// <param name="MirrorsX">Whether left becomes right, after that.</param>
/// <param name="MirrorsY">Whether top becomes bottom.</param>
/// <param name="Scale">Pixels of the picture for a pixel of the photo.</param>
/// <param name="OffsetX">Where the photo's left edge lies, in the picture's pixels.</param>
/// <param name="OffsetY">Where its top edge lies.</param>
internal sealed record Placement(Tile Tile, bool IsTransposed, bool MirrorsX, bool MirrorsY, double Scale, double OffsetX, double OffsetY)
{
    /// <summary>Places a photo at random so that it fills the tile, or lies in it whole where it's smaller.</summary>
    public static Placement Draw(Photo photo, Tile tile, DetectionAugmentation augmentation, bool changesSize, Random random)
    {
        bool isTransposed = random.NextDouble() < augmentation.QuarterTurn, mirrorsX = random.NextDouble() < augmentation.FlipHorizontal, mirrorsY = random.NextDouble() < augmentation.FlipVertical;
        double scale = Math.Pow(1 + augmentation.Scale, (2 * random.NextDouble()) - 1), placeX = random.NextDouble(), placeY = random.NextDouble();
        // A photo lying on its side would leave much of a whole picture empty.
        if (!changesSize) (isTransposed, scale) = (isTransposed && photo.Width == photo.Height, 1);
        double width = scale * (isTransposed ? photo.Height : photo.Width), height = scale * (isTransposed ? photo.Width : photo.Height);
        return new Placement(
            tile, isTransposed, mirrorsX, mirrorsY, scale, tile.Left + ((tile.Width - width) * placeX), tile.Top + ((tile.Height - height) * placeY));
    }

    /// <summary>A box of the photo on the picture, not yet cut off at the tile's edges.</summary>
    public Box Apply(Box box, Photo photo)
    {
        if (IsTransposed) box = new Box(box.Top, box.Left, box.Bottom, box.Right);
        int width = IsTransposed ? photo.Height : photo.Width, height = IsTransposed ? photo.Width : photo.Height;
        if (MirrorsX) box = new Box(width - box.Right, box.Top, width - box.Left, box.Bottom);
        if (MirrorsY) box = new Box(box.Left, height - box.Bottom, box.Right, height - box.Top);
        return box.Transform(Scale, Scale, OffsetX, OffsetY);
    }

    /// <summary>The place on the photo of a place on the picture.</summary>
    public (float X, float Y) Source(double x, double y, Photo photo)
    {
        (double u, double v) = ((x - OffsetX) / Scale, (y - OffsetY) / Scale);
        if (MirrorsX) u = (IsTransposed ? photo.Height : photo.Width) - u;
        if (MirrorsY) v = (IsTransposed ? photo.Width : photo.Height) - v;
        return IsTransposed ? ((float)v, (float)u) : ((float)u, (float)v);
    }
}
