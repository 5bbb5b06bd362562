using System.Diagnostics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// A copy between places with strides: transpose, slice (with steps), broadcast, reverse, concatenation and split are all of this form.
/// Made by <see cref="Create"/>, which orders the axes by the destination and joins those that can be joined.
/// </summary>
internal readonly unsafe record struct StridedCopyProblem
{
    /// <summary>Shorter than this, an axis isn't worth a tile.</summary>
    private const int SmallestTile = 8;

    private StridedCopyProblem(int elementSize) => ElementSize = elementSize;

    /// <summary>Bytes of an element: 1, 4 or 8.</summary>
    public int ElementSize { get; }

    public int Pieces => Cut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    /// <summary>
    /// Whether the destination is contiguous and pieces write contiguous ranges of it. Not so for strided destinations and for
    /// transposes whose innermost axes on both sides aren't neighbours in the destination.
    /// </summary>
    public bool WritesRanges { get; private init; }

    internal StridedCopyKind Kind { get; private init; }

    /// <summary>At least 2: the last two axes are the block that the inner loops go over.</summary>
    internal int Rank { get; private init; }

    internal Axes Sizes { get; private init; }

    internal Axes SourceStrides { get; private init; }

    internal Axes DestinationStrides { get; private init; }

    /// <summary>A row is one step of the second axis from the end.</summary>
    internal RowCut Cut { get; private init; }

    /// <summary>
    /// Normalises a copy. The pointers of <see cref="Run"/> are those of element [0, 0, …], wherever the strides lead from there.
    /// </summary>
    /// <param name="elementSize">1, 4 or 8 bytes.</param>
    /// <param name="sizes">The common shape; at most 8 axes.</param>
    /// <param name="sourceStrides">In elements; may be 0 (broadcast) or negative (reverse).</param>
    /// <param name="destinationStrides">In elements; may be negative. No two elements may share a place.</param>
    public static StridedCopyProblem Create(
        int elementSize, ReadOnlySpan<nint> sizes, ReadOnlySpan<nint> sourceStrides, ReadOnlySpan<nint> destinationStrides)
    {
        Debug.Assert(elementSize is 1 or 4 or 8 && sizes.Length <= Axes.Most);
        Debug.Assert(sizes.Length == sourceStrides.Length && sizes.Length == destinationStrides.Length);
        Axes size = default, source = default, destination = default;
        int rank = 0;
        nint count = 1;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            count *= sizes[axis];
            if (sizes[axis] == 1)
                continue;
            // Sorted in by descending destination stride; equal ones keep their order.
            int at = rank++;
            for (; at > 0 && Math.Abs(destination[at - 1]) < Math.Abs(destinationStrides[axis]); at--)
                (size[at], source[at], destination[at]) = (size[at - 1], source[at - 1], destination[at - 1]);
            (size[at], source[at], destination[at]) = (sizes[axis], sourceStrides[axis], destinationStrides[axis]);
        }

        if (count == 0)
            return new StridedCopyProblem(elementSize) { WritesRanges = true, Rank = 2, Cut = new RowCut(0, 1) };
        rank = Join(rank, ref size, ref source, ref destination);
        bool ranges = IsContiguous(rank, size, destination);
        StridedCopyKind kind = Choose(rank, ref size, ref source, ref destination, ref ranges);
        rank = Fill(rank, ref size, ref source, ref destination);
        nint inner = size[rank - 1];
        RowCut cut = RowCut.ByCost(count / inner, kind == StridedCopyKind.Elements ? inner * 4 : inner);
        if (kind == StridedCopyKind.Transposes)
            cut = cut with { RowsPerPiece = (cut.RowsPerPiece + 2 * SmallestTile - 1) / (2 * SmallestTile) * (2 * SmallestTile) };
        return new StridedCopyProblem(elementSize)
        {
            WritesRanges = ranges,
            Kind = kind,
            Rank = rank,
            Sizes = size,
            SourceStrides = source,
            DestinationStrides = destination,
            Cut = cut,
        };
    }

    /// <summary>Row-major strides, in elements.</summary>
    public static void Contiguous(ReadOnlySpan<nint> sizes, Span<nint> strides)
    {
        nint stride = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= sizes[axis];
        }
    }

    /// <summary>The elements that a piece writes; only where <see cref="WritesRanges"/>.</summary>
    public OutputRange Range(int piece)
    {
        Debug.Assert(WritesRanges);
        return Cut.Range(piece, Sizes[Rank - 1]);
    }

    /// <summary>Copies one piece. Source and destination don't overlap.</summary>
    public void Run(void* source, void* destination, int piece)
    {
        switch (ElementSize)
        {
            case 1: StridedCopy.Run(this, (byte*)source, (byte*)destination, piece); break;
            case 4: StridedCopy.Run(this, (uint*)source, (uint*)destination, piece); break;
            default: StridedCopy.Run(this, (ulong*)source, (ulong*)destination, piece); break;
        }
    }

    // Two neighbours are one where the outer one's stride is what the inner one spans, on both sides.
    private static int Join(int rank, ref Axes size, ref Axes source, ref Axes destination)
    {
        int kept = 0;
        for (int axis = 1; axis < rank; axis++)
        {
            if (source[kept] == source[axis] * size[axis] && destination[kept] == destination[axis] * size[axis])
                size[axis] *= size[kept];
            else
                kept++;
            (size[kept], source[kept], destination[kept]) = (size[axis], source[axis], destination[axis]);
        }

        return rank == 0 ? 0 : kept + 1;
    }

    // The block needs two axes. A single one becomes rows of one element, so that it can be cut anywhere; the loops turn the block round.
    private static int Fill(int rank, ref Axes size, ref Axes source, ref Axes destination)
    {
        for (; rank < 2; rank++)
            (size[rank], source[rank], destination[rank]) = (1, 1, 1);
        return rank;
    }

    private static bool IsContiguous(int rank, in Axes size, in Axes destination)
    {
        nint stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            if (destination[axis] != stride)
                return false;
            stride *= size[axis];
        }

        return true;
    }

    private static StridedCopyKind Choose(int rank, ref Axes size, ref Axes source, ref Axes destination, ref bool ranges)
    {
        if (rank == 0)
            return StridedCopyKind.Runs;
        int last = rank - 1;
        if (destination[last] != 1)
            return StridedCopyKind.Elements;
        if (source[last] == 1)
            return StridedCopyKind.Runs;
        if (source[last] == 0)
            return StridedCopyKind.Repeats;
        if (size[last] < SmallestTile)
            return StridedCopyKind.Elements;
        for (int axis = last - 1; axis >= 0; axis--)
        {
            if (source[axis] != 1 || size[axis] < SmallestTile)
                continue;
            // Next to the last; the order of the axes is free.
            ranges &= axis == last - 1;
            for (; axis < last - 1; axis++)
            {
                (size[axis], size[axis + 1]) = (size[axis + 1], size[axis]);
                (source[axis], source[axis + 1]) = (source[axis + 1], source[axis]);
                (destination[axis], destination[axis + 1]) = (destination[axis + 1], destination[axis]);
            }

            return StridedCopyKind.Transposes;
        }

        return StridedCopyKind.Elements;
    }
}
