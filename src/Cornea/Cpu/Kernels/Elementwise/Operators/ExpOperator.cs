using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>eˣ, within 1.1 ulp. Overflows to +∞ above 88.72, is subnormal below −87.33 and 0 below −103.97; NaN stays NaN.</summary>
internal readonly struct ExpOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        // Beyond these bounds the result is 0 and +∞ all the same, and n stays in the range that two factors 2ⁿ can reach.
        x = TLanes.AtMost(TLanes.Broadcast(89f), TLanes.AtLeast(TLanes.Broadcast(-104f), x));
        TLanes n = Exponential.Split(x, out TLanes integer);
        TLanes r = Exponential.Remainder(x, n);
        TLanes p = Exponential.Polynomial(r);
        return Exponential.Scale(TLanes.FusedMultiplyAdd(p * r, r, r) + TLanes.Broadcast(1f), integer);
    }
}
