using SkiaSharp;

namespace Cornea.Plots.Drawing;

/// <summary>A picture of a grid.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="Caption">What stands above it.</param>
internal sealed record Tile(PixelImage Picture, TileCaption Caption)
{
    /// <summary>A frame on it, in its pixels; it may reach beyond the edges.</summary>
    public SKRect? Frame { get; init; }
}
