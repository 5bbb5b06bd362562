namespace Cornea.Vision;

/// <summary>A part of the picture being made, in whole pixels.</summary>
internal readonly record struct Tile(int Left, int Top, int Right, int Bottom)
{
    public int Width => Right - Left;

    public int Height => Bottom - Top;
}
