namespace Cornea.Cpu.Kernels;

/// <summary>
/// Cuts a piece into what is copied with its borders and then computed at once: as much as fits the second cache beside a panel of
/// the weights, since each segment reads all of those.
/// </summary>
internal readonly record struct SegmentCut
{
    private const int MaximumFloats = 1 << 16;

    private readonly int _rowFloats;
    private readonly int _rowStep;
    private readonly int _windowRows;

    /// <param name="copies">Whether input is copied; else a segment is the whole piece.</param>
    /// <param name="piece">The largest piece.</param>
    /// <param name="rowFloats">Floats of one source row.</param>
    /// <param name="rowStep">Source rows from one target row to the next.</param>
    /// <param name="windowRows">Source rows that one target row needs.</param>
    public SegmentCut(bool copies, Segment piece, int rowFloats, int rowStep, int windowRows)
    {
        (_rowFloats, _rowStep, _windowRows) = (rowFloats, rowStep, windowRows);
        (Images, Rows) = (piece.Images, piece.Rows);
        if (!copies)
            return;

        int rows = (int)Math.Max(1, (MaximumFloats / Math.Max(1, rowFloats) - windowRows) / (long)Math.Max(1, rowStep) + 1);
        if (rows < piece.Rows)
            (Images, Rows) = (1, EvenCut.OfAtMost(piece.Rows, rows).Size(0));
        else
            Images = (int)Math.Clamp(MaximumFloats / Math.Max(1, FloatsFor(piece.Rows)), 1, piece.Images);
    }

    /// <summary>Images of a segment; one where it hasn't all their rows.</summary>
    public int Images { get; }

    /// <summary>Target rows of a segment.</summary>
    public int Rows { get; }

    /// <summary>Size of the copy of a segment's input.</summary>
    public nint Bytes => (nint)(Images * FloatsFor(Rows) * sizeof(float) + 63) / 64 * 64;

    /// <summary>Segments of a piece.</summary>
    public int CountOf(Segment piece) => checked(Parts(piece.Images, Images) * Parts(piece.Rows, Rows));

    /// <summary>One segment of a piece.</summary>
    public Segment Of(Segment piece, int index)
    {
        int rowParts = Parts(piece.Rows, Rows), image = index / rowParts * Images, row = index % rowParts * Rows;
        return new Segment(piece.Image + image, Math.Min(Images, piece.Images - image), piece.Row + row, Math.Min(Rows, piece.Rows - row));
    }

    private static int Parts(int length, int part) => (length + part - 1) / part;

    private long FloatsFor(int rows) => ((long)(rows - 1) * _rowStep + _windowRows) * _rowFloats;
}
