using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>−1, 0 or 1. ±0 gives +0; NaN stays NaN.</summary>
internal readonly struct SignOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0f);
        TLanes sign = (x & TLanes.Broadcast(-0f)) | TLanes.Broadcast(1f);
        sign = TLanes.AndNot(sign, TLanes.Equal(x, zero));
        return TLanes.Select(TLanes.Equal(x, x), sign, x);
    }
}
