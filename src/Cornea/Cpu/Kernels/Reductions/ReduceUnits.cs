namespace Cornea.Cpu.Kernels;

/// <summary>The units of a reduction: one chunk of one outer block, over one panel of columns.</summary>
internal static unsafe class ReduceUnits
{
    /// <summary>Units [first, last), each into its place of [Outer, Chunks, Inner].</summary>
    public static void Run<TOperator, TLanes>(in ReduceProblem problem, float* x, float* destination, nint first, nint last)
        where TOperator : struct, IReduceOperator
        where TLanes : struct, ILanes<TLanes>
    {
        nint inner = problem.Inner;
        nint panels = problem.Panels;
        nint chunks = problem.Chunks;
        if (inner == 1 && chunks == 1)
        {
            for (nint row = first; row < last; row++)
            {
                destination[row] = ReduceLoops.Row<TOperator, TLanes>(x + row * problem.Reduced, problem.Reduced);
            }
            return;
        }
        for (nint unit = first; unit < last; unit++)
        {
            nint column = unit % panels * ReduceProblem.PanelColumns;
            nint chunk = unit / panels % chunks;
            nint outer = unit / panels / chunks;
            nint row = chunk * problem.ChunkRows;
            nint rows = Math.Min(problem.ChunkRows, problem.Reduced - row);
            float* source = x + (outer * problem.Reduced + row) * inner + column;
            float* target = destination + (outer * chunks + chunk) * inner + column;
            if (inner == 1)
            {
                *target = ReduceLoops.Row<TOperator, TLanes>(source, rows);
            }
            else
            {
                Columns<TOperator, TLanes>(source, inner, rows, Math.Min(ReduceProblem.PanelColumns, inner - column), target);
            }
        }
    }

    /// <summary>y[start, start + count) from the chunks' results.</summary>
    public static void Finish<TOperator>(in ReduceProblem problem, float* partials, float* y, nint start, nint count)
        where TOperator : struct, IReduceOperator
    {
        nint inner = problem.Inner;
        nint chunks = problem.Chunks;
        delegate*<float*, float*, float*, float*, nint, void> fold = ElementwiseKernels.Fold<TOperator>();
        while (count > 0)
        {
            nint outer = start / inner;
            nint column = start % inner;
            nint length = Math.Min(count, inner - column);
            float* source = partials + outer * chunks * inner + column;
            float* target = y + start;
            new Span<float>(source, (int)length).CopyTo(new Span<float>(target, (int)length));
            for (nint chunk = 1; chunk < chunks; chunk++)
            {
                fold(target, source + chunk * inner, null, target, length);
            }
            start += length;
            count -= length;
        }
    }

    private static void Columns<TOperator, TLanes>(float* x, nint inner, nint rows, nint width, float* destination)
        where TOperator : struct, IReduceOperator
        where TLanes : struct, ILanes<TLanes>
    {
        float* accumulators = stackalloc float[ReduceLoops.PanelWidth];
        Span<float> all = new(accumulators, ReduceLoops.PanelWidth);
        nint groups = ReduceLoops.PanelWidth / inner;
        if (groups >= 2)
        {
            // Several narrow rows side by side fill the lanes, and shorten the chain of additions.
            all.Fill(TOperator.Identity);
            ReduceLoops.Panel<TOperator, TLanes>(x, groups * inner, rows / groups, groups * inner, accumulators);
            nint done = rows / groups * groups;
            if (done < rows)
            {
                // The lanes that the last rows don't reach must stay as they are, so the result is taken from a copy.
                float* copy = stackalloc float[ReduceLoops.PanelWidth];
                all.CopyTo(new Span<float>(copy, ReduceLoops.PanelWidth));
                nint rest = (rows - done) * inner;
                ReduceLoops.Panel<TOperator, TLanes>(x + done * inner, 0, 1, rest, copy);
                new Span<float>(copy, (int)rest).CopyTo(all);
            }
            for (nint group = 1; group < Math.Min(groups, rows); group++)
            {
                BinaryLoop.Run<TOperator, TLanes, VectorOperand, VectorOperand>(
                    accumulators, accumulators + group * inner, null, accumulators, inner);
            }
            all[..(int)inner].CopyTo(new Span<float>(destination, (int)inner));
            return;
        }
        for (nint column = 0; column < width; column += ReduceLoops.PanelWidth)
        {
            all.Fill(TOperator.Identity);
            nint columns = Math.Min(ReduceLoops.PanelWidth, width - column);
            ReduceLoops.Panel<TOperator, TLanes>(x + column, inner, rows, columns, accumulators);
            all[..(int)columns].CopyTo(new Span<float>(destination + column, (int)columns));
        }
    }
}
