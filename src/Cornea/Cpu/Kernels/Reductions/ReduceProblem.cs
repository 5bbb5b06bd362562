using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// y[Outer, Inner] = the fold of x[Outer, Reduced, Inner] over its middle dimension, float32. Phases: <see cref="Run"/>, then
/// <see cref="Finish"/> where <see cref="FinishPieces"/> isn't 0.
/// </summary>
/// <param name="Operation">How to fold. A mean is a sum that the caller multiplies by 1 / Reduced.</param>
/// <param name="Outer">Independent blocks.</param>
/// <param name="Reduced">The length of a fold; 0 gives the operation's identity.</param>
/// <param name="Inner">Columns: 1 folds along rows, anything above folds down columns.</param>
/// <remarks>
/// <para>
/// Along a row: element i goes to lane i mod 16, the lanes are folded by a fixed tree. Down columns: row r of a chunk goes to group
/// r mod (64 / Inner) (narrow columns are folded several rows at a time), the groups are folded in order.
/// </para>
/// <para>
/// A long fold is cut into chunks of a fixed length; their results lie in a buffer [Outer, Chunks, Inner] of the caller's and are
/// folded in order by the second phase. So sizes alone decide the order of every addition.
/// </para>
/// <para>Reducing what an elementwise program makes on the fly would replace <see cref="ReduceUnits"/>' loads; nothing else.</para>
/// </remarks>
internal readonly unsafe record struct ReduceProblem(ReduceOperation Operation, nint Outer, nint Reduced, nint Inner)
{
    private const nint ChunkElements = 32768;
    private const nint PieceElements = 65536;

    /// <summary>Columns that one unit of work folds.</summary>
    internal const nint PanelColumns = 512;

    private nint OutputElements => Outer * Inner;

    /// <summary>The rows of a chunk but the last.</summary>
    internal nint ChunkRows => Inner == 1 ? ChunkElements : Math.Max(64, ChunkElements / Math.Min(Math.Max(Inner, 1), PanelColumns));

    /// <summary>Into how many parts a fold is cut.</summary>
    public nint Chunks => Math.Max(1, (Reduced + ChunkRows - 1) / ChunkRows);

    internal nint Panels => (Inner + PanelColumns - 1) / PanelColumns;

    private nint Units => Outer * Chunks * Panels;

    private nint UnitsPerPiece
    {
        get
        {
            nint elements = Math.Min(Math.Max(Reduced, 1), ChunkRows) * Math.Min(Math.Max(Inner, 1), PanelColumns);
            return Math.Max(1, PieceElements / elements);
        }
    }

    /// <summary>Floats of the buffer between the phases; 0 where one phase does it all.</summary>
    public nint PartialFloats => Chunks == 1 ? 0 : OutputElements * Chunks;

    public int Pieces => checked((int)((Units + UnitsPerPiece - 1) / UnitsPerPiece));

    /// <summary>Pieces of <see cref="Finish"/>; 0 where <see cref="Run"/> writes the result.</summary>
    public int FinishPieces => Chunks == 1 ? 0 : checked((int)((OutputElements + FinishElements - 1) / FinishElements));

    private nint FinishElements => Math.Max(64, PieceElements / Chunks);

    /// <summary>The elements of y that a piece of the last phase writes.</summary>
    /// <remarks>Where a single phase cuts columns into panels, a piece may write part of a row of y.</remarks>
    public OutputRange Range(int piece)
    {
        if (Chunks > 1)
        {
            nint first = piece * FinishElements;
            return new(first, Math.Min(FinishElements, OutputElements - first));
        }
        nint start = ElementOf(piece * UnitsPerPiece);
        return new(start, ElementOf(Math.Min((piece + 1) * UnitsPerPiece, Units)) - start);
    }

    /// <summary>Folds one piece into y, or chunk by chunk into the buffer where there is one.</summary>
    public void Run(float* x, float* y, float* partials, int piece)
    {
        nint first = piece * UnitsPerPiece;
        nint last = Math.Min(first + UnitsPerPiece, Units);
        float* destination = Chunks == 1 ? y : partials;
        switch (Operation)
        {
            case ReduceOperation.Sum:
                Run<AddOperator>(x, destination, first, last);
                break;
            case ReduceOperation.Maximum:
                Run<MaximumOperator>(x, destination, first, last);
                break;
            case ReduceOperation.Minimum:
                Run<MinimumOperator>(x, destination, first, last);
                break;
            default:
                Run<MultiplyOperator>(x, destination, first, last);
                break;
        }
    }

    /// <summary>Folds the chunks' results into y, in order.</summary>
    public void Finish(float* partials, float* y, int piece)
    {
        (nint start, nint count) = Range(piece);
        switch (Operation)
        {
            case ReduceOperation.Sum:
                ReduceUnits.Finish<AddOperator>(this, partials, y, start, count);
                break;
            case ReduceOperation.Maximum:
                ReduceUnits.Finish<MaximumOperator>(this, partials, y, start, count);
                break;
            case ReduceOperation.Minimum:
                ReduceUnits.Finish<MinimumOperator>(this, partials, y, start, count);
                break;
            default:
                ReduceUnits.Finish<MultiplyOperator>(this, partials, y, start, count);
                break;
        }
    }

    private nint ElementOf(nint unit) => unit / Panels * Inner + unit % Panels * PanelColumns;

    private void Run<TOperator>(float* x, float* destination, nint first, nint last)
        where TOperator : struct, IReduceOperator
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ReduceUnits.Run<TOperator, Lanes512>(this, x, destination, first, last);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ReduceUnits.Run<TOperator, Lanes256>(this, x, destination, first, last);
        }
        else
        {
            ReduceUnits.Run<TOperator, Lanes128>(this, x, destination, first, last);
        }
    }
}
