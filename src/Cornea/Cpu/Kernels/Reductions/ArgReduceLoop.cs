using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The search down columns.</summary>
/// <remarks>AggressiveOptimization: Columns, a leaf that would spend its first calls in unoptimised code.</remarks>
internal static unsafe class ArgReduceLoop
{
    /// <summary>For up to 16 columns the first row in which each is largest (or smallest).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Columns<TLanes>(float* x, nint pitch, nint rows, nint width, bool findsMinimum, int* y)
        where TLanes : struct, ILanes<TLanes>
    {
        // The smallest of x is the largest of −x.
        TLanes sign = TLanes.Broadcast(findsMinimum ? -0f : 0f);
        TLanes best = TLanes.LoadPartial(x, width) ^ sign;
        TLanes where = TLanes.BroadcastInt32(0);
        for (nint row = 1; row < rows; row++)
        {
            TLanes value = TLanes.LoadPartial(x + row * pitch, width) ^ sign;
            TLanes isNewNaN = TLanes.AndNot(TLanes.Equal(best, best), TLanes.Equal(value, value));
            TLanes isBetter = TLanes.Less(best, value) | isNewNaN;
            best = TLanes.Select(isBetter, value, best);
            where = TLanes.Select(isBetter, TLanes.BroadcastInt32((int)row), where);
        }
        TLanes.StorePartial(where, (float*)y, width);
    }
}
