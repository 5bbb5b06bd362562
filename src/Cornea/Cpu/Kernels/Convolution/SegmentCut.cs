namespace Cornea.Cpu.Kernels;

/// <summary>
/// How much of a piece is copied with its borders at once: all of it where that fits the second cache beside the weights' panel.
/// </summary>
/// <param name="Copies">Whether anything is copied; else a segment is the whole piece.</param>
/// <param name="PieceImages">Images of the largest piece.</param>
/// <param name="PieceRows">Target rows of the largest piece.</param>
/// <param name="RowFloats">Floats of one source row.</param>
/// <param name="RowStep">Source rows from one target row to the next.</param>
/// <param name="WindowRows">Source rows that one target row needs.</param>
internal readonly record struct SegmentCut(bool Copies, int PieceImages, int PieceRows, int RowFloats, int RowStep, int WindowRows)
{
    private const int MaximumFloats = 1 << 16;

    private long FloatsFor(int rows) => ((long)(rows - 1) * RowStep + WindowRows) * RowFloats;

    /// <summary>Target rows of a segment.</summary>
    public int Rows
    {
        get
        {
            if (!Copies || FloatsFor(PieceRows) <= MaximumFloats)
                return PieceRows;
            long rows = (MaximumFloats / Math.Max(1, RowFloats) - WindowRows) / Math.Max(1, RowStep) + 1;
            return (int)Math.Clamp(rows, 1, PieceRows);
        }
    }

    /// <summary>Images of a segment; one where it hasn't all their rows.</summary>
    public int Images => !Copies ? PieceImages
        : Rows < PieceRows ? 1 : (int)Math.Clamp(MaximumFloats / Math.Max(1, FloatsFor(PieceRows)), 1, PieceImages);

    /// <summary>Size of the copy.</summary>
    public nint Bytes => (nint)(Images * FloatsFor(Rows) * sizeof(float) + 63) / 64 * 64;
}
