using System.Numerics;

namespace Cornea.Cpu.Kernels;

/// <summary>y [outer, axisSize, inner]: along the axis, the sum (or product) of x up to each place, joined in order.</summary>
/// <param name="Outer">Product of the axes before.</param>
/// <param name="AxisSize">Length of the axis.</param>
/// <param name="Inner">Product of the axes after.</param>
/// <param name="Exclusive">Whether the place itself is left out (the first sum is 0 then, the first product 1).</param>
/// <param name="Reverse">Whether it runs from the end: up to each place from behind.</param>
/// <param name="IsProduct">Whether to multiply instead.</param>
internal readonly unsafe record struct CumulativeProblem(nint Outer, nint AxisSize, nint Inner, bool Exclusive, bool Reverse, bool IsProduct = false)
{
    private const int PieceColumns = 256;

    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    // A row of the cut is a block of columns of one outer index.
    private RowCut Cut => RowCut.ByCost(Outer * ColumnBlocks, 4 * AxisSize * Math.Min(Inner, PieceColumns));

    private nint ColumnBlocks => (Inner + PieceColumns - 1) / PieceColumns;

    /// <summary>One piece, of float32. y may be x.</summary>
    public void Run(float* x, float* y, int piece) => Blocks(x, y, piece);

    /// <summary>One piece, of int32; wraps round. y may be x.</summary>
    public void Run(int* x, int* y, int piece) => Blocks(x, y, piece);

    /// <summary>One piece, of int64; wraps round. y may be x.</summary>
    public void Run(long* x, long* y, int piece) => Blocks(x, y, piece);

    private void Blocks<T>(T* x, T* y, int piece) where T : unmanaged, INumberBase<T>
    {
        // Room for the results of a block's columns: y alone won't do, as x may lie in the same place.
        T* sums = stackalloc T[PieceColumns];
        RowCut cut = Cut;
        for (nint block = cut.Start(piece); block < cut.End(piece); block++)
        {
            nint outer = block / ColumnBlocks;
            nint column = (block - outer * ColumnBlocks) * PieceColumns;
            nint columns = Math.Min(PieceColumns, Inner - column);
            nint pitch = Reverse ? -Inner : Inner;
            nint at = (outer * AxisSize + (Reverse ? AxisSize - 1 : 0)) * Inner + column;
            new Span<T>(sums, PieceColumns).Fill(IsProduct ? T.One : T.Zero);
            for (nint place = 0; place < AxisSize; place++, at += pitch)
            {
                for (nint i = 0; i < columns; i++)
                {
                    T next = IsProduct ? sums[i] * x[at + i] : sums[i] + x[at + i];
                    y[at + i] = Exclusive ? sums[i] : next;
                    sums[i] = next;
                }
            }
        }
    }
}
