using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 where left ≥ right, else 0; 0 for a NaN.</summary>
internal readonly struct GreaterEqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> =>
        TLanes.LessOrEqual(right, left) & TLanes.Broadcast(1f);
}
