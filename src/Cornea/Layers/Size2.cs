namespace Cornea.Layers;

/// <summary>A height and a width, in pixels: of a window, of strides, of a dilation. A single number stands for both.</summary>
/// <param name="Height">Downwards.</param>
/// <param name="Width">Rightwards.</param>
public readonly record struct Size2(int Height, int Width)
{
    /// <summary>The same in both directions.</summary>
    public static implicit operator Size2(int size) => new(size, size);

    /// <summary>Height and width.</summary>
    public static implicit operator Size2((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => $"({Height}, {Width})";

    /// <summary>This size if both numbers are at least 1.</summary>
    internal int[] ToArray() => [Height, Width];

    internal Size2 Positive(string layer, string argument) => Height >= 1 && Width >= 1
        ? this
        : throw new ArgumentException($"{layer}: expected {argument} of at least 1, got {this}.", argument);
}
