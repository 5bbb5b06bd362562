using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The error function, within 2 ulp: odd, 1 from 3.92 on, and x · 2/√π near 0 with −0 kept. NaN stays NaN.</summary>
/// <remarks>
/// Below 1 it is x + x · p(x²), whose leading coefficient 2/√π − 1 is exact to 2⁻²⁷; above, 1 − e^(−q(x)). Both polynomials are our own
/// minimax fits, to erf x / x and to −ln erfc x, weighted for the relative error of erf x: 2⁻²⁹.
/// </remarks>
internal readonly struct ErfOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes magnitude = TLanes.AtMost(TLanes.Broadcast(3.95f), TLanes.Abs(x));
        TLanes square = magnitude * magnitude;
        TLanes p = TLanes.Broadcast(7.80690316e-05f);
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.00079978531f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.0051871622f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.0268533472f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.112835787f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.37612626f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.128379166f));
        TLanes small = TLanes.FusedMultiplyAdd(p, magnitude, magnitude);
        TLanes q = TLanes.Broadcast(-0.000186374324f);
        q = TLanes.FusedMultiplyAdd(q, magnitude, TLanes.Broadcast(0.00294761406f));
        q = TLanes.FusedMultiplyAdd(q, magnitude, TLanes.Broadcast(-0.0218379013f));
        q = TLanes.FusedMultiplyAdd(q, magnitude, TLanes.Broadcast(0.103106447f));
        q = TLanes.FusedMultiplyAdd(q, magnitude, TLanes.Broadcast(0.638145149f));
        q = TLanes.FusedMultiplyAdd(q, magnitude, TLanes.Broadcast(1.12708902f));
        q = TLanes.FusedMultiplyAdd(q, magnitude, TLanes.Broadcast(0.000341558421f));
        TLanes large = one - ExpOperator.Invoke(-q);
        return TLanes.Select(TLanes.Less(magnitude, one), small, large) | (x & TLanes.Broadcast(-0f));
    }
}
