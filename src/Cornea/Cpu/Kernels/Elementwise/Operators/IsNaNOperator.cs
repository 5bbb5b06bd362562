using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 for a NaN, else 0.</summary>
internal readonly struct IsNaNOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.AndNot(TLanes.Broadcast(1f), TLanes.Equal(x, x));
}
