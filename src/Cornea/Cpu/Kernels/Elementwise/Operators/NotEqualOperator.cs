using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 where left ≠ right, else 0. NaN differs from everything, itself included.</summary>
internal readonly struct NotEqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> =>
        TLanes.AndNot(TLanes.Broadcast(1f), TLanes.Equal(left, right));
}
