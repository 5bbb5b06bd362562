using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 for ±∞, else 0.</summary>
internal readonly struct IsInfiniteOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Equal(TLanes.Abs(x), TLanes.Broadcast(float.PositiveInfinity)) & TLanes.Broadcast(1f);
}
