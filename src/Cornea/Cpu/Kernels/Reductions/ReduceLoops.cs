using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The two loops of every reduction: along a row, and down the columns of a panel.</summary>
/// <remarks>AggressiveOptimization: Row and Panel, leaves that would spend their first calls in unoptimised code.</remarks>
internal static unsafe class ReduceLoops
{
    /// <summary>The widest panel that <see cref="Panel"/> reduces at once.</summary>
    public const int PanelWidth = 64;

    /// <summary>Folds <paramref name="count"/> numbers: number i into lane i mod 16, then the lanes by their tree.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Row<TOperator, TLanes>(float* x, nint count)
        where TOperator : struct, IReduceOperator
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes identity = TLanes.Broadcast(TOperator.Identity);
        TLanes lanes = identity;
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            lanes = TOperator.Invoke(lanes, TLanes.Load(x + index));
        }
        if (index < count)
        {
            nint rest = count - index;
            TLanes last = TLanes.Select(TLanes.FirstLanes(rest), TLanes.LoadPartial(x + index, rest), identity);
            lanes = TOperator.Invoke(lanes, last);
        }
        return LanesFold.Run<TOperator, TLanes>(lanes);
    }

    /// <summary>
    /// Folds each of up to 64 columns down <paramref name="rows"/> rows, in their order, onto what the accumulators hold.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panel<TOperator, TLanes>(float* x, nint pitch, nint rows, nint width, float* accumulators)
        where TOperator : struct, IReduceOperator
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes first = TLanes.Load(accumulators);
        TLanes second = TLanes.Load(accumulators + 16);
        TLanes third = TLanes.Load(accumulators + 32);
        TLanes fourth = TLanes.Load(accumulators + 48);
        if (width == PanelWidth)
        {
            for (nint row = 0; row < rows; row++, x += pitch)
            {
                first = TOperator.Invoke(first, TLanes.Load(x));
                second = TOperator.Invoke(second, TLanes.Load(x + 16));
                third = TOperator.Invoke(third, TLanes.Load(x + 32));
                fourth = TOperator.Invoke(fourth, TLanes.Load(x + 48));
            }
        }
        else
        {
            // Lanes beyond the width fold zeros that nobody reads.
            for (nint row = 0; row < rows; row++, x += pitch)
            {
                first = TOperator.Invoke(first, TLanes.LoadPartial(x, width));
                second = TOperator.Invoke(second, TLanes.LoadPartial(x + 16, width - 16));
                third = TOperator.Invoke(third, TLanes.LoadPartial(x + 32, width - 32));
                fourth = TOperator.Invoke(fourth, TLanes.LoadPartial(x + 48, width - 48));
            }
        }
        TLanes.Store(first, accumulators);
        TLanes.Store(second, accumulators + 16);
        TLanes.Store(third, accumulators + 32);
        TLanes.Store(fourth, accumulators + 48);
    }
}
