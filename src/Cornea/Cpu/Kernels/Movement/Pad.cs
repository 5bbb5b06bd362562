namespace Cornea.Cpu.Kernels;

/// <summary>The loops of padding, row by row of the result.</summary>
internal static unsafe class Pad
{
    public static void Run<T>(in PadProblem problem, T* x, T* y, T value, int piece) where T : unmanaged
    {
        int last = problem.Rank - 1;
        Axes sizes = problem.Sizes, lows = problem.Low, steps = problem.Step, outSizes = problem.OutSizes;
        nint size = sizes[last], low = lows[last], step = steps[last], outSize = outSizes[last];
        RowCut cut = problem.Cut;
        T* to = y + cut.Start(piece) * outSize;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++, to += outSize)
        {
            nint from = SourceRow(row, last, sizes, lows, steps, outSizes);
            if (from < 0 || size == 0)
            {
                Memory.Fill(to, value, outSize);
                continue;
            }

            T* source = x + from * size;
            if (step == 1)
            {
                if (low > 0)
                    Memory.Fill(to, value, low);
                Memory.Copy(source, to + low, size);
                if (low + size < outSize)
                    Memory.Fill(to + low + size, value, outSize - low - size);
            }
            else
            {
                Memory.Fill(to, value, outSize);
                for (nint i = 0; i < size; i++)
                    to[low + i * step] = source[i];
            }
        }
    }

    /// <summary>The row of x that a row of y holds, or −1 where it holds the value only.</summary>
    private static nint SourceRow(nint row, int last, in Axes sizes, in Axes lows, in Axes steps, in Axes outSizes)
    {
        nint from = 0;
        nint pitch = 1;
        for (int axis = last - 1; axis >= 0; axis--)
        {
            nint rest = row / outSizes[axis];
            nint place = row - rest * outSizes[axis] - lows[axis];
            row = rest;
            nint index = steps[axis] == 1 ? place : place / steps[axis];
            if (place < 0 || index >= sizes[axis] || index * steps[axis] != place)
                return -1;
            from += index * pitch;
            pitch *= sizes[axis];
        }

        return from;
    }
}
