using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The gradient of gathering: dx [outer, axisSize, inner] = for each place the sum of those rows of dy [outer, count, inner] whose index
/// it is. Pieces own columns of dx and add in the order of the indices, so repeated indices give the same bits always.
/// </summary>
/// <param name="Outer">Product of the axes before.</param>
/// <param name="AxisSize">Length of the axis.</param>
/// <param name="Inner">Product of the axes after.</param>
/// <param name="Count">Number of indices; negative ones count from the end, and all must have been checked.</param>
/// <param name="Accumulate">Whether dx's old values stay and are added to; otherwise it is cleared first.</param>
internal readonly unsafe record struct ScatterAddProblem(nint Outer, nint AxisSize, nint Inner, nint Count, bool Accumulate = false)
{
    /// <summary>Columns of a piece are a multiple of this: a line of the cache.</summary>
    private const int Line = 16;

    public int Pieces => checked((int)(Outer * ColumnPieces));

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    private nint PieceColumns
    {
        get
        {
            nint rows = Math.Max(1, 2 * Count + AxisSize);
            nint columns = (RowCut.UsualPiece / rows + Line - 1) / Line * Line;
            return Math.Max(Line, columns);
        }
    }

    private nint ColumnPieces => AxisSize == 0 ? 0 : (Inner + PieceColumns - 1) / PieceColumns;

    public void Run(float* dy, int* indices, float* dx, int piece)
    {
        nint outer = piece / ColumnPieces;
        nint column = (piece - outer * ColumnPieces) * PieceColumns;
        nint columns = Math.Min(PieceColumns, Inner - column);
        dx += outer * AxisSize * Inner + column;
        dy += outer * Count * Inner + column;
        if (!Accumulate)
        {
            for (nint row = 0; row < AxisSize; row++)
                Memory.Fill(dx + row * Inner, 0f, columns);
        }

        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(dy, indices, dx, columns);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(dy, indices, dx, columns);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(dy, indices, dx, columns);
    }

    private void Rows<TLanes, TFloats, TInts>(float* dy, int* indices, float* dx, nint columns)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        nint whole = columns - columns % TLanes.Count;
        for (nint position = 0; position < Count; position++, dy += Inner)
        {
            nint index = indices[position];
            float* to = dx + (index < 0 ? index + AxisSize : index) * Inner;
            for (nint column = 0; column < whole; column += TLanes.Count)
            {
                TFloats sum = TLanes.Add(TLanes.Load(to + column, default, false), TLanes.Load(dy + column, default, false));
                TLanes.Store(to + column, sum, default, false);
            }

            for (nint column = whole; column < columns; column++)
                to[column] += dy[column];
        }
    }
}
