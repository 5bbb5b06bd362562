namespace Cornea.Lowering;

/// <summary>Gives each buffer its offset: the largest first, each as low as no buffer alive at the same time lies.</summary>
internal static class MemoryPlanner
{
    private const nint Line = 64;

    /// <returns>The bytes of the arena, and those of what is prepared.</returns>
    public static (nint Arena, nint Prepared) Place(IEnumerable<ValueBuffer> buffers, bool reuse)
    {
        ValueBuffer[] roots = [.. buffers.Select(buffer => buffer.Root).Distinct().Where(root => root.Place is null)];
        nint prepared = 0;
        foreach (ValueBuffer buffer in roots.Where(root => root.IsStable))
        {
            buffer.Place = new Operand(Spaces.Prepared, prepared);
            prepared += Rounded(buffer.Bytes);
        }

        nint arena = 0;
        var placed = new List<(nint Start, nint End, ValueBuffer Buffer)>(); // By start.
        foreach (ValueBuffer buffer in roots.Where(root => !root.IsStable).OrderByDescending(root => root.Bytes).ThenBy(root => root.First))
        {
            nint start = reuse ? LowestGap(placed, buffer) : arena;
            nint end = checked(start + Rounded(buffer.Bytes));
            buffer.Place = new Operand(Spaces.Arena, start);
            placed.Insert(FirstAfter(placed, start), (start, end, buffer));
            arena = Math.Max(arena, end);
        }

        return (arena, prepared);
    }

    private static nint LowestGap(List<(nint Start, nint End, ValueBuffer Buffer)> placed, ValueBuffer buffer)
    {
        nint start = 0, size = Rounded(buffer.Bytes);
        foreach ((nint otherStart, nint otherEnd, ValueBuffer other) in placed)
        {
            if (other.Last < buffer.First || other.First > buffer.Last) continue;
            if (start + size <= otherStart) break;
            start = Math.Max(start, otherEnd);
        }

        return start;
    }

    private static int FirstAfter(List<(nint Start, nint End, ValueBuffer Buffer)> placed, nint start)
    {
        int low = 0, high = placed.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (placed[middle].Start > start) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static nint Rounded(nint bytes) => checked((Math.Max(bytes, 1) + Line - 1) / Line * Line);
}
