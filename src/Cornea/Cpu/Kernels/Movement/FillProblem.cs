namespace Cornea.Cpu.Kernels;

/// <summary>Sets every element to one value.</summary>
/// <param name="Count">Number of elements.</param>
/// <param name="ElementSize">1, 4 or 8 bytes.</param>
internal readonly unsafe record struct FillProblem(nint Count, int ElementSize)
{
    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    internal RowCut Cut => RowCut.ByCost(Count, 1, 2 * RowCut.UsualPiece);

    /// <summary>The elements that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, 1);

    /// <param name="destination">The first element.</param>
    /// <param name="value">The value's bits, in the low bytes (of a float: <see cref="BitConverter.SingleToUInt32Bits"/>).</param>
    /// <param name="piece">0 to <see cref="Pieces"/> − 1.</param>
    public void Run(void* destination, ulong value, int piece)
    {
        OutputRange range = Range(piece);
        switch (ElementSize)
        {
            case 1: Memory.Fill((byte*)destination + range.Start, (byte)value, range.Count); break;
            case 4: Memory.Fill((uint*)destination + range.Start, (uint)value, range.Count); break;
            default: Memory.Fill((ulong*)destination + range.Start, value, range.Count); break;
        }
    }
}
