namespace Cornea.Layers;

/// <summary>Voxels at the edges of a volume: added by padding, taken off by cropping.</summary>
/// <remarks>A number stands for all six sides; a triple for (depth, height, width) on both sides; a triple of pairs for each side by itself.</remarks>
/// <param name="Depth">Before and after along the depth.</param>
/// <param name="Height">Above and below.</param>
/// <param name="Width">Left and right.</param>
public readonly record struct Margins3(Ends Depth, Ends Height, Ends Width)
{
    /// <summary>The same on all sides.</summary>
    public static implicit operator Margins3(int size) => new(size, size, size);

    /// <summary>The same on both sides of an axis.</summary>
    public static implicit operator Margins3((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>Each side by itself.</summary>
    public static implicit operator Margins3(((int Before, int After) Depth, (int Before, int After) Height, (int Before, int After) Width) size) =>
        new(size.Depth, size.Height, size.Width);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";

    internal Ends[] ToArray() => [Depth, Height, Width];
}
