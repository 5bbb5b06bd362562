namespace Cornea.Cpu.Kernels;

/// <summary>
/// Cuts a piece into what is copied with its borders and then computed at once. Small, so that the copy is still in the first cache
/// and the next segment's input can be fetched meanwhile; but as much as the second cache holds where the weights are large, since
/// each segment reads all of them.
/// </summary>
internal readonly record struct SegmentCut
{
    private const int SmallFloats = 1 << 13;
    private const int LargeFloats = 1 << 16;
    private const int FewestPixels = 128;

    private readonly int _rowFloats;
    private readonly int _rowStep;
    private readonly int _windowRows;

    /// <param name="copies">Whether input is copied.</param>
    /// <param name="piece">The largest piece.</param>
    /// <param name="width">Target pixels of a row.</param>
    /// <param name="weights">Weights that each pixel is multiplied with.</param>
    /// <param name="rowFloats">Floats of one source row.</param>
    /// <param name="rowStep">Source rows from one target row to the next.</param>
    /// <param name="windowRows">Source rows that one target row needs.</param>
    public SegmentCut(bool copies, Segment piece, int width, long weights, int rowFloats, int rowStep, int windowRows)
    {
        (_rowFloats, _rowStep, _windowRows) = (rowFloats, rowStep, windowRows);
        bool large = weights > PixelPieces.LargeWeights;
        if (large && !copies)
        {
            (Images, Rows) = (piece.Images, piece.Rows);
            return;
        }

        int pixelRows = (FewestPixels + width - 1) / Math.Max(1, width);
        int target = large ? LargeFloats : SmallFloats;
        int rows = Math.Min(Math.Max(pixelRows, RowsWithin(target)), RowsWithin(LargeFloats));
        if (rows < piece.Rows)
        {
            int parts = (piece.Rows + rows - 1) / rows;
            (Images, Rows) = (1, (piece.Rows + parts - 1) / parts);
            return;
        }

        long wanted = Math.Max(target / Math.Max(1, FloatsFor(piece.Rows)), pixelRows / Math.Max(1, piece.Rows));
        Rows = piece.Rows;
        Images = (int)Math.Clamp(Math.Min(wanted, LargeFloats / Math.Max(1, FloatsFor(piece.Rows))), 1, piece.Images);
    }

    /// <summary>Images of a segment; one where it hasn't all their rows.</summary>
    public int Images { get; }

    /// <summary>Target rows of a segment.</summary>
    public int Rows { get; }

    /// <summary>Size of the copy of a segment's input.</summary>
    public nint Bytes => (nint)(Images * FloatsFor(Rows) * sizeof(float) + 63) / 64 * 64;

    /// <summary>Segments of a piece.</summary>
    public int CountOf(Segment piece) => Parts(piece.Images, Images) * Parts(piece.Rows, Rows);

    /// <summary>One segment of a piece; an empty one past the last.</summary>
    public Segment Of(Segment piece, int index)
    {
        int rowParts = Parts(piece.Rows, Rows), image = index / rowParts * Images, row = index % rowParts * Rows;
        return image >= piece.Images ? default : new Segment(piece.Image + image, Math.Min(Images, piece.Images - image),
            piece.Row + row, Math.Min(Rows, piece.Rows - row));
    }

    private static int Parts(int length, int part) => (length + part - 1) / part;

    private long FloatsFor(int rows) => ((long)(rows - 1) * _rowStep + _windowRows) * _rowFloats;

    private int RowsWithin(int floats) => (int)Math.Max(1, (floats / Math.Max(1, _rowFloats) - _windowRows) / (long)Math.Max(1, _rowStep) + 1);
}
