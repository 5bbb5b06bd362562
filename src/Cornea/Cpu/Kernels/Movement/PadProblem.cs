using System.Diagnostics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Surrounds an array with a constant, and puts it between elements too: y[low + i·(interior + 1)] = x[i] along each axis, the value
/// elsewhere. The interior form is the gradient of a slice with steps. Made by <see cref="Create"/>, which joins axes.
/// </summary>
internal readonly unsafe record struct PadProblem
{
    /// <summary>Bytes of an element: 1, 4 or 8.</summary>
    public int ElementSize { get; private init; }

    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    /// <summary>At least 1; a row is the last axis.</summary>
    internal int Rank { get; private init; }

    internal Axes Sizes { get; private init; }

    internal Axes Low { get; private init; }

    /// <summary>Distance between elements: interior + 1.</summary>
    internal Axes Step { get; private init; }

    internal Axes OutSizes { get; private init; }

    internal RowCut Cut { get; private init; }

    /// <param name="elementSize">1, 4 or 8 bytes.</param>
    /// <param name="sizes">Shape of x; at most 8 axes.</param>
    /// <param name="low">Places before the first element, per axis; not negative.</param>
    /// <param name="high">Places after the last.</param>
    /// <param name="interior">Places between neighbours; empty for none.</param>
    public static PadProblem Create(
        int elementSize, ReadOnlySpan<nint> sizes, ReadOnlySpan<nint> low, ReadOnlySpan<nint> high, ReadOnlySpan<nint> interior)
    {
        Debug.Assert(elementSize is 1 or 4 or 8 && sizes.Length <= Axes.Most);
        Axes size = default, before = default, step = default, outSize = default;
        int rank = 0;
        nint rows = 1;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            nint axisStep = interior.IsEmpty ? 1 : interior[axis] + 1;
            nint outAxis = low[axis] + high[axis] + (sizes[axis] == 0 ? 0 : (sizes[axis] - 1) * axisStep + 1);
            rows *= outAxis;
            // An axis left as it is only makes the elements of the axis before it larger, if those lie close together.
            if (rank > 0 && outAxis == sizes[axis] && step[rank - 1] == 1)
            {
                size[rank - 1] *= outAxis;
                before[rank - 1] *= outAxis;
                outSize[rank - 1] *= outAxis;
                continue;
            }

            (size[rank], before[rank], step[rank], outSize[rank]) = (sizes[axis], low[axis], axisStep, outAxis);
            rank++;
        }

        if (rank == 0)
            (size[0], before[0], step[0], outSize[0], rank) = (1, 0, 1, 1, 1);
        nint row = outSize[rank - 1];
        return new PadProblem
        {
            ElementSize = elementSize,
            Rank = rank,
            Sizes = size,
            Low = before,
            Step = step,
            OutSizes = outSize,
            Cut = RowCut.ByCost(row == 0 ? 0 : rows / row, row),
        };
    }

    /// <summary>The elements of y that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, OutSizes[Rank - 1]);

    /// <summary>Writes one piece of y.</summary>
    /// <param name="x">The array; contiguous.</param>
    /// <param name="y">The padded array; contiguous.</param>
    /// <param name="value">The constant's bits, in the low bytes (of a float: <see cref="BitConverter.SingleToUInt32Bits"/>).</param>
    /// <param name="piece">0 to <see cref="Pieces"/> − 1.</param>
    public void Run(void* x, void* y, ulong value, int piece)
    {
        switch (ElementSize)
        {
            case 1: Pad.Run(this, (byte*)x, (byte*)y, (byte)value, piece); break;
            case 4: Pad.Run(this, (uint*)x, (uint*)y, (uint)value, piece); break;
            default: Pad.Run(this, (ulong*)x, (ulong*)y, value, piece); break;
        }
    }
}
