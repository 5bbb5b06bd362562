using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>eˣ, within 1.1 ulp. Overflows to +∞ above 88.72, is subnormal below −87.33 and 0 below −103.97; NaN stays NaN.</summary>
/// <remarks>
/// eˣ = 2ⁿ · eʳ with n = round(x · log₂e) and |r| ≤ ln 2 / 2. The polynomial is our own minimax fit (Remez, coefficients rounded one by
/// one) to (eʳ − 1 − r) / r², weighted for eʳ's relative error: 2⁻²⁸. ln 2 stands in two parts, so that n · (the upper part) is exact.
/// </remarks>
internal readonly struct ExpOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        // Beyond these bounds the result is 0 and +∞ all the same, and n stays in the range that two factors 2ⁿ can reach.
        x = TLanes.AtMost(TLanes.Broadcast(89f), TLanes.AtLeast(TLanes.Broadcast(-104f), x));
        // Adding 1.5 · 2²³ rounds to an integer, and leaves that integer in the low bits.
        TLanes shifter = TLanes.Broadcast(12582912f);
        TLanes shifted = TLanes.FusedMultiplyAdd(x, TLanes.Broadcast(1.44269504f), shifter);
        TLanes n = shifted - shifter;
        TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-0.693145752f), x);
        r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-1.42860677e-6f), r);
        TLanes p = TLanes.Broadcast(0.00138364336f);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.00836913101f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.0416681059f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.166665167f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.49999994f));
        TLanes one = TLanes.Broadcast(1f);
        p = TLanes.FusedMultiplyAdd(p * r, r, r) + one;
        // 2ⁿ in two factors: one would overflow at n = 128 and be no normal number below −126. Only the second product can round.
        TLanes integer = TLanes.SubtractInt32(shifted, shifter);
        TLanes half = TLanes.ShiftRightArithmeticInt32(integer, 1);
        TLanes firstFactor = TLanes.AddInt32(one, TLanes.ShiftLeftInt32(half, 23));
        TLanes secondFactor = TLanes.AddInt32(one, TLanes.ShiftLeftInt32(TLanes.SubtractInt32(integer, half), 23));
        return p * firstFactor * secondFactor;
    }
}
