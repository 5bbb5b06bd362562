using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 / (1 + e⁻ˣ), within 2 ulp. NaN stays NaN.</summary>
/// <remarks>
/// With e = e^(−|x|), which never overflows, it is 1 / (1 + e) or, for x &lt; 0, e / (1 + e), which keeps small results exact. e is
/// computed to little more than half an ulp, and what rounding 1 + e loses is put back: small results would else be off by two.
/// </remarks>
internal readonly struct SigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes power = TLanes.AtLeast(TLanes.Broadcast(-104f), -TLanes.Abs(x));
        TLanes n = Exponential.Split(power, out TLanes integer);
        TLanes r = Exponential.Remainder(power, n, out TLanes lost);
        TLanes rest = TLanes.FusedMultiplyAdd(Exponential.Polynomial(r) * r, r, lost);
        TLanes sum = one + r;
        TLanes e = Exponential.Scale(sum + (r - (sum - one) + rest), integer);
        TLanes divisor = one + e;
        TLanes quotient = TLanes.Select(TLanes.Less(x, TLanes.Broadcast(0f)), e, one) / divisor;
        // What rounding the divisor lost, to a first order; of 1 / divisor a tenth's accuracy will do.
        TLanes lack = e - (divisor - one);
        TLanes reciprocal = TLanes.FusedMultiplyAdd(divisor, TLanes.Broadcast(-0.5f), TLanes.Broadcast(1.5f));
        return TLanes.FusedNegatedMultiplyAdd(quotient * lack, reciprocal, quotient);
    }
}
