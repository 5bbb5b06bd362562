using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 where one or both are true (not 0), else 0.</summary>
internal readonly struct OrOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0f);
        TLanes isFalse = TLanes.Equal(left, zero) & TLanes.Equal(right, zero);
        return TLanes.AndNot(TLanes.Broadcast(1f), isFalse);
    }
}
