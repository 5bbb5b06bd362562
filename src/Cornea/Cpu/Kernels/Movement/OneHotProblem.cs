namespace Cornea.Cpu.Kernels;

/// <summary>
/// y [count, depth]: 1 where the column is the row's index, else 0. An index outside 0 to depth − 1 gives zeros only, as in Keras.
/// </summary>
internal readonly unsafe record struct OneHotProblem(nint Count, int Depth)
{
    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    internal RowCut Cut => RowCut.ByCost(Count, Depth);

    /// <summary>The elements of y that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, Depth);

    public void Run(int* indices, float* y, int piece)
    {
        OutputRange range = Range(piece);
        Memory.Fill(y + range.Start, 0f, range.Count);
        RowCut cut = Cut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            if ((uint)indices[row] < (uint)Depth)
                y[row * Depth + indices[row]] = 1f;
        }
    }
}
