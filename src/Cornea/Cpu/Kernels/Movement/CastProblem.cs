namespace Cornea.Cpu.Kernels;

/// <summary>Converts numbers from one type to another, element by element.</summary>
/// <remarks>
/// Floating point to integer drops the fraction; what doesn't fit saturates to int32 or int64, NaN gives 0, and a uint8 is the low byte
/// of the int32. Integer to a narrower integer keeps the low bits. To bool: nonzero (NaN is) gives true. From bool: 0 or 1.
/// </remarks>
/// <param name="Count">Number of elements.</param>
/// <param name="From">Type of the source.</param>
/// <param name="To">Type of the destination.</param>
internal readonly unsafe record struct CastProblem(nint Count, NumberType From, NumberType To)
{
    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    internal RowCut Cut => RowCut.ByCost(Count, 2);

    /// <summary>The elements that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, 1);

    /// <summary>Converts one piece. In place is allowed where both types have the same size.</summary>
    public void Run(void* source, void* destination, int piece)
    {
        OutputRange range = Range(piece);
        switch (From)
        {
            case NumberType.Float32: Cast.From((float*)source + range.Start, destination, To, range); break;
            case NumberType.Float64: Cast.From((double*)source + range.Start, destination, To, range); break;
            case NumberType.Int32: Cast.From((int*)source + range.Start, destination, To, range); break;
            case NumberType.Int64: Cast.From((long*)source + range.Start, destination, To, range); break;
            case NumberType.UInt8: Cast.From((byte*)source + range.Start, destination, To, range); break;
            default: Cast.From((bool*)source + range.Start, destination, To, range); break;
        }
    }
}
