using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>eˣ − 1, exact near 0 (where it is x, −0 included), within 1.5 ulp. +∞ above 88.72, −1 below −17.33; NaN stays NaN.</summary>
/// <remarks>
/// eˣ − 1 = 2ⁿ · (eʳ − 1) + (2ⁿ − 1) with n and r as in <see cref="Exponential"/>. The polynomial is our own minimax fit to
/// (eʳ − 1 − r) / r², weighted for the relative error of eʳ − 1: 2⁻²⁸.
/// </remarks>
internal readonly struct Expm1Operator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes bounded = TLanes.AtMost(TLanes.Broadcast(89f), TLanes.AtLeast(TLanes.Broadcast(-20f), x));
        TLanes n = Exponential.Split(bounded, out TLanes integer);
        TLanes r = Exponential.Remainder(bounded, n);
        TLanes p = TLanes.Broadcast(0.000150458611f);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.00139305321f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.00834150985f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.0416665114f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.166666359f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.5f));
        p = TLanes.FusedMultiplyAdd(p * r, r, r);
        // Half of 2ⁿ, since 2¹²⁸ is no float; where n = 0 nothing is added, and halving would only lose a subnormal's last bit.
        TLanes half = TLanes.Broadcast(0.5f);
        TLanes scale = TLanes.AddInt32(half, TLanes.ShiftLeftInt32(integer, 23));
        TLanes scaled = TLanes.FusedMultiplyAdd(p, scale, scale - half);
        TLanes result = TLanes.Select(TLanes.EqualInt32(integer, TLanes.BroadcastInt32(0)), p, scaled + scaled);
        return result | (x & TLanes.Broadcast(-0f));
    }
}
