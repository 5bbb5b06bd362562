namespace Cornea.Layers;

/// <summary>A depth, a height and a width, in voxels: of a window, of strides, of a dilation. A single number stands for all three.</summary>
/// <param name="Depth">From picture to picture.</param>
/// <param name="Height">Downwards.</param>
/// <param name="Width">Rightwards.</param>
public readonly record struct Size3(int Depth, int Height, int Width)
{
    /// <summary>The same in all directions.</summary>
    public static implicit operator Size3(int size) => new(size, size, size);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator Size3((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";

    internal int[] ToArray() => [Depth, Height, Width];
}
