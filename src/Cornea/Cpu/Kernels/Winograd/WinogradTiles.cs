namespace Cornea.Cpu.Kernels;

/// <summary>The tiles of 4 × 4 output pixels of a batch, counted by columns, rows and images, and the windows of 6 × 6 pixels that they read.</summary>
/// <param name="Shape">The sizes of the convolution.</param>
internal readonly unsafe record struct WinogradTiles(ConvolutionProblem Shape)
{
    private const int Tile = WinogradConvolution.Tile, Side = 6;

    /// <summary>Rows of tiles of an image.</summary>
    public int Rows => (Shape.OutHeight + Tile - 1) / Tile;

    /// <summary>Tiles of a row.</summary>
    public int Columns => (Shape.OutWidth + Tile - 1) / Tile;

    /// <summary>Tiles of the batch.</summary>
    public int Count => checked(Shape.Batch * Rows * Columns);

    /// <summary>Image, first row and first column of a tile's pixels.</summary>
    public (int Image, int Row, int Column) Place(int tile)
    {
        int columns = Columns, perImage = Rows * columns;
        return (tile / perImage, tile % perImage / columns * Tile, tile % columns * Tile);
    }

    /// <summary>The rows of the input that some tiles belong to.</summary>
    public Ahead Input(float* x, int first, int tiles) => Lines(x, first, tiles, Shape.InHeight, (nint)Shape.InWidth * Shape.InChannels);

    /// <summary>The rows of the output that some tiles belong to.</summary>
    public Ahead Output(float* y, int first, int tiles) => Lines(y, first, tiles, Shape.OutHeight, (nint)Shape.OutWidth * Shape.OutChannels);

    private Ahead Lines(float* images, int first, int tiles, int height, nint rowFloats)
    {
        if (tiles == 0) return default;
        (int firstImage, int firstRow, _) = Place(first);
        (int lastImage, int lastRow, _) = Place(first + tiles - 1);
        nint start = ((nint)firstImage * height) + firstRow, end = ((nint)lastImage * height) + lastRow + Tile;
        return Ahead.OfFew(images + (start * rowFloats), (end - start) * rowFloats);
    }

    /// <summary>Bᵀ·d·B of a tile's window.</summary>
    /// <param name="x">The first channel of the input.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="channels">Neighbouring channels, all or some.</param>
    /// <param name="target">Where the channels of the first point go.</param>
    /// <param name="plane">Floats from point to point.</param>
    /// <param name="border">Workspace of 36 pixels.</param>
    public void TransformInput(float* x, int tile, int channels, float* target, nint plane, float* border)
    {
        (int image, int row, int column) = Place(tile);
        int top = row - Shape.PadTop, left = column - Shape.PadLeft;
        nint pixel = Shape.InChannels, pitch = Shape.InWidth * pixel;
        x += (nint)image * Shape.InHeight * pitch;
        if (top >= 0 && left >= 0 && top + Side <= Shape.InHeight && left + Side <= Shape.InWidth)
        {
            WinogradPoints<WinogradInput>.Run(x + (top * pitch) + (left * pixel), pitch, pixel, channels, target, plane);
            return;
        }

        BorderCopy.CopyChannels(x, Shape.InHeight, Shape.InWidth, pixel, channels, top, Side, left, Side, border);
        WinogradPoints<WinogradInput>.Run(border, (nint)Side * channels, channels, channels, target, plane);
    }

    /// <summary>A·dy·Aᵀ of a tile.</summary>
    /// <param name="dy">The first channel of the output's gradient.</param>
    /// <param name="tile">Which tile.</param>
    /// <param name="channels">Neighbouring channels, all or some.</param>
    /// <param name="target">Where the channels of the first point go.</param>
    /// <param name="plane">Floats from point to point.</param>
    /// <param name="border">Workspace of 16 pixels.</param>
    public void TransformGradient(float* dy, int tile, int channels, float* target, nint plane, float* border)
    {
        (int image, int row, int column) = Place(tile);
        nint pixel = Shape.OutChannels, pitch = Shape.OutWidth * pixel;
        dy += (nint)image * Shape.OutHeight * pitch;
        if (row + Tile <= Shape.OutHeight && column + Tile <= Shape.OutWidth)
        {
            WinogradPoints<WinogradOutputGradient>.Run(dy + (row * pitch) + (column * pixel), pitch, pixel, channels, target, plane);
            return;
        }

        BorderCopy.CopyChannels(dy, Shape.OutHeight, Shape.OutWidth, pixel, channels, row, Tile, column, Tile, border);
        WinogradPoints<WinogradOutputGradient>.Run(border, (nint)Tile * channels, channels, channels, target, plane);
    }
}
