namespace Cornea.Layers;

/// <summary>Rows and columns at the edges of an image, in pixels: added by padding, taken off by cropping.</summary>
/// <remarks>A number stands for all four sides; a pair for (rows, columns) on both sides; a pair of pairs for ((top, bottom), (left, right)).</remarks>
public readonly record struct Margins(int Top, int Bottom, int Left, int Right)
{
    /// <summary>The same on all sides.</summary>
    public static implicit operator Margins(int size) => new(size, size, size, size);

    /// <summary>Above and below; left and right.</summary>
    public static implicit operator Margins((int Rows, int Columns) size) => new(size.Rows, size.Rows, size.Columns, size.Columns);

    /// <summary>Each side by itself.</summary>
    public static implicit operator Margins(((int Top, int Bottom) Rows, (int Left, int Right) Columns) size) =>
        new(size.Rows.Top, size.Rows.Bottom, size.Columns.Left, size.Columns.Right);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => $"(({Top}, {Bottom}), ({Left}, {Right}))";

    internal Margins NotNegative(string layer, string argument) => Top >= 0 && Bottom >= 0 && Left >= 0 && Right >= 0
        ? this
        : throw new ArgumentException($"{layer}: expected {argument} of at least 0, got {this}.", argument);
}
