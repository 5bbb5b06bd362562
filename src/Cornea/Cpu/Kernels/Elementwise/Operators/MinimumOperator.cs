using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The smaller of both; NaN if either is one. Of two zeros the right one.</summary>
internal readonly struct MinimumOperator : IReduceOperator
{
    public static float Identity => float.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes>
    {
        // Not the hardware's minimum: machines differ on NaN and on two zeros.
        TLanes takesLeft = TLanes.Less(left, right) | ~TLanes.Equal(left, left);
        return TLanes.Select(takesLeft, left, right);
    }
}
