namespace Cornea.Cpu.Kernels;

/// <summary>y [outer, axisSize, inner]: along the axis y[i] = a[i] · y[i − 1] + b[i], the first y being the first b; a[first] isn't read.</summary>
/// <param name="Outer">Product of the axes before.</param>
/// <param name="AxisSize">Length of the axis.</param>
/// <param name="Inner">Product of the axes after.</param>
/// <param name="Reverse">Whether it runs from the end.</param>
internal readonly unsafe record struct LinearRecurrenceProblem(nint Outer, nint AxisSize, nint Inner, bool Reverse)
{
    private const int PieceColumns = 256;

    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    // A row of the cut is a block of columns of one outer index.
    private RowCut Cut => RowCut.ByCost(Outer * ColumnBlocks, 6 * AxisSize * Math.Min(Inner, PieceColumns));

    private nint ColumnBlocks => (Inner + PieceColumns - 1) / PieceColumns;

    /// <summary>One piece. y may be a or b.</summary>
    public void Run(float* a, float* b, float* y, int piece)
    {
        RowCut cut = Cut;
        for (nint block = cut.Start(piece); block < cut.End(piece); block++)
        {
            nint outer = block / ColumnBlocks;
            nint column = (block - outer * ColumnBlocks) * PieceColumns;
            nint columns = Math.Min(PieceColumns, Inner - column);
            nint pitch = Reverse ? -Inner : Inner;
            nint at = (outer * AxisSize + (Reverse ? AxisSize - 1 : 0)) * Inner + column;
            for (nint place = 0; place < AxisSize; place++, at += pitch)
            {
                // The product is rounded before the sum on every machine: no a · y + b in one.
                for (nint i = at; i < at + columns; i++)
                    y[i] = place == 0 ? b[i] : (a[i] * y[i - pitch]) + b[i];
            }
        }
    }
}
