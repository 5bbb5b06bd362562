using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The larger of both; NaN if either is one. Of two zeros the right one.</summary>
internal readonly struct MaximumOperator : IReduceOperator
{
    public static float Identity => float.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes>
    {
        // Not the hardware's maximum: machines differ on NaN and on two zeros.
        TLanes takesLeft = TLanes.Less(right, left) | ~TLanes.Equal(left, left);
        return TLanes.Select(takesLeft, left, right);
    }
}
