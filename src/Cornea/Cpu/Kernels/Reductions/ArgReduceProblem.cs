using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>y[Outer, Inner] = where x[Outer, Reduced, Inner] is largest (or smallest) along its middle dimension, as int32.</summary>
/// <param name="FindsMinimum">Whether the smallest is looked for.</param>
/// <param name="Outer">Independent blocks.</param>
/// <param name="Reduced">The length searched; at least 1.</param>
/// <param name="Inner">Columns.</param>
/// <remarks>Of equals the first; the first NaN, if there is one, beats every number.</remarks>
internal readonly unsafe record struct ArgReduceProblem(bool FindsMinimum, nint Outer, nint Reduced, nint Inner)
{
    private const nint PieceElements = 65536;

    private nint OuterPerPiece => Math.Max(1, PieceElements / Math.Max(1, Reduced * Inner));

    public int Pieces => Inner == 0 ? 0 : checked((int)((Outer + OuterPerPiece - 1) / OuterPerPiece));

    /// <summary>The elements of y that a piece writes.</summary>
    public OutputRange Range(int piece)
    {
        nint first = piece * OuterPerPiece;
        return new(first * Inner, Math.Min(OuterPerPiece, Outer - first) * Inner);
    }

    public void Run(float* x, int* y, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Lanes512>(x, y, piece);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<Lanes256>(x, y, piece);
        }
        else
        {
            Run<Lanes128>(x, y, piece);
        }
    }

    private void Run<TLanes>(float* x, int* y, int piece)
        where TLanes : struct, ILanes<TLanes>
    {
        (nint start, nint count) = Range(piece);
        for (nint outer = start / Inner; outer < (start + count) / Inner; outer++)
        {
            float* block = x + outer * Reduced * Inner;
            if (Inner == 1)
            {
                y[outer] = Row<TLanes>(block);
                continue;
            }
            for (nint column = 0; column < Inner; column += 16)
            {
                ArgReduceLoop.Columns<TLanes>(
                    block + column, Inner, Reduced, Math.Min(16, Inner - column), FindsMinimum, y + outer * Inner + column);
            }
        }
    }

    /// <summary>The extreme value first, by vectors; then the first place that has it.</summary>
    private int Row<TLanes>(float* x)
        where TLanes : struct, ILanes<TLanes>
    {
        float extreme = FindsMinimum
            ? ReduceLoops.Row<MinimumOperator, TLanes>(x, Reduced)
            : ReduceLoops.Row<MaximumOperator, TLanes>(x, Reduced);
        bool isNaN = float.IsNaN(extreme);
        int index = 0;
        while (index < Reduced - 1 && (isNaN ? !float.IsNaN(x[index]) : x[index] != extreme))
        {
            index++;
        }
        return index;
    }
}
