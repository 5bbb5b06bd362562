using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 where x is false (0), else 0.</summary>
internal readonly struct NotOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Equal(x, TLanes.Broadcast(0f)) & TLanes.Broadcast(1f);
}
