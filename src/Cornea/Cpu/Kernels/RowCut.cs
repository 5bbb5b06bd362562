namespace Cornea.Cpu.Kernels;

/// <summary>Rows cut into pieces of equal height (the last may be lower). The cut depends on the sizes only.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="RowsPerPiece">Height of a piece, at least 1.</param>
internal readonly record struct RowCut(nint Rows, nint RowsPerPiece)
{
    /// <summary>Elements a piece moves where nothing dearer than a copy happens to them: some 10 to 30 µs.</summary>
    public const int UsualPiece = 128 * 1024;

    /// <summary>The number of pieces; 0 where there are no rows.</summary>
    public int Pieces => checked((int)((Rows + RowsPerPiece - 1) / RowsPerPiece));

    /// <summary>
    /// Rows without cost are empty: no pieces then. Otherwise cuts so that no piece is worth much more than <paramref name="pieceCost"/>,
    /// and all are worth about the same.
    /// </summary>
    public static RowCut ByCost(nint rows, nint rowCost, nint pieceCost = UsualPiece)
    {
        if (rows <= 0 || rowCost <= 0)
            return new RowCut(0, 1);
        nint pieces = Math.Max(1, rows * rowCost / pieceCost);
        return new RowCut(rows, (rows + pieces - 1) / Math.Min(pieces, rows));
    }

    public nint Start(int piece) => piece * RowsPerPiece;

    /// <summary>The row after the piece's last.</summary>
    public nint End(int piece) => Math.Min(Rows, (piece + 1) * RowsPerPiece);

    /// <summary>The elements that a piece covers, where each row has <paramref name="rowElements"/> of them.</summary>
    public OutputRange Range(int piece, nint rowElements) =>
        new(Start(piece) * rowElements, (End(piece) - Start(piece)) * rowElements);
}
