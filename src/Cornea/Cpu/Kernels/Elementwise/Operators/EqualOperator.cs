using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 where left = right, else 0. NaN equals nothing; −0 equals +0.</summary>
internal readonly struct EqualOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Equal(left, right) & TLanes.Broadcast(1f);
}
