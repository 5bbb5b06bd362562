using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>ln(1 + x), exact near 0 (where it is x, −0 included), within 1.5 ulp. −∞ for −1, NaN below, +∞ for +∞.</summary>
internal readonly struct Log1pOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes result = Logarithm.OnePlus(x);
        TLanes special = Logarithm.Special(x + TLanes.Broadcast(1f), result);
        return special | (x & TLanes.Broadcast(-0f));
    }
}
