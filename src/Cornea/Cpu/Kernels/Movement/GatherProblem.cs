namespace Cornea.Cpu.Kernels;

/// <summary>
/// y [outer, count, inner] = x [outer, axisSize, inner] at indices [count] along the axis. Negative indices count from the end.
/// The indices must have been checked (<see cref="CheckIndices"/>): a bad one reads elsewhere.
/// </summary>
/// <param name="Outer">Product of the axes before.</param>
/// <param name="AxisSize">Length of the axis.</param>
/// <param name="Inner">Product of the axes after.</param>
/// <param name="Count">Number of indices.</param>
/// <param name="ElementSize">Bytes of an element; any.</param>
internal readonly unsafe record struct GatherProblem(nint Outer, nint AxisSize, nint Inner, nint Count, int ElementSize)
{
    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    // The constant stands for finding the place: a jump in memory.
    internal RowCut Cut => RowCut.ByCost(Inner == 0 ? 0 : Outer * Count, (Inner * ElementSize + 15) / sizeof(float));

    /// <summary>
    /// Rows of a big array, such as a batch of a data set: y [count, rowElements] = x [rows, rowElements] at the indices.
    /// </summary>
    public static GatherProblem OfRows(nint rows, nint rowElements, nint count, int elementSize) =>
        new(1, rows, rowElements, count, elementSize);

    /// <summary>The first position whose index isn't from −axisSize to axisSize − 1, or −1 if there is none.</summary>
    public static nint CheckIndices(int* indices, nint count, nint axisSize)
    {
        for (nint position = 0; position < count; position++)
        {
            if (indices[position] < -axisSize || indices[position] >= axisSize)
                return position;
        }

        return -1;
    }

    /// <summary>The elements of y that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, Inner);

    public void Run(void* x, int* indices, void* y, int piece)
    {
        nint bytes = Inner * ElementSize;
        RowCut cut = Cut;
        nint outer = cut.Start(piece) / Math.Max(1, Count);
        nint position = cut.Start(piece) - outer * Count;
        byte* to = (byte*)y + cut.Start(piece) * bytes;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++, to += bytes)
        {
            nint index = indices[position];
            nint from = outer * AxisSize + (index < 0 ? index + AxisSize : index);
            byte* source = (byte*)x + from * bytes;
            // Single elements are too short for a call.
            if (bytes == sizeof(uint))
                *(uint*)to = *(uint*)source;
            else if (bytes == sizeof(ulong))
                *(ulong*)to = *(ulong*)source;
            else
                Memory.CopyBytes(source, to, bytes);
            if (++position == Count)
            {
                position = 0;
                outer++;
            }
        }
    }
}
