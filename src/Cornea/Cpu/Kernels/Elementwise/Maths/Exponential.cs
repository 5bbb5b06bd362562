using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>What the exponentials share: eˣ = 2ⁿ · eʳ with n = round(x · log₂e) and |r| ≤ ln 2 / 2.</summary>
internal static class Exponential
{
    /// <summary>1.5 · 2²³: adding it rounds to an integer, and leaves that integer in the low bits.</summary>
    private const float Shifter = 12582912f;

    /// <summary>ln 2 in two parts, the upper one short, so that n times it is exact and x less that too.</summary>
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-6f;

    /// <summary>n as a float, and as an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Split<TLanes>(TLanes x, out TLanes integer) where TLanes : struct, ILanes<TLanes>
    {
        TLanes shifter = TLanes.Broadcast(Shifter);
        TLanes shifted = TLanes.FusedMultiplyAdd(x, TLanes.Broadcast(1.44269504f), shifter);
        integer = TLanes.SubtractInt32(shifted, shifter);
        return shifted - shifter;
    }

    /// <summary>r, rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Remainder<TLanes>(TLanes x, TLanes n) where TLanes : struct, ILanes<TLanes>
    {
        TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        return TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
    }

    /// <summary>r, rounded, and what rounding lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Remainder<TLanes>(TLanes x, TLanes n, out TLanes lost) where TLanes : struct, ILanes<TLanes>
    {
        TLanes high = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        TLanes r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2Low), high);
        lost = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2Low), high - r);
        return r;
    }

    /// <summary>
    /// (eʳ − 1 − r) / r²: our own minimax fit (Remez, coefficients rounded one by one), weighted for eʳ's relative error: 2⁻²⁸.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Polynomial<TLanes>(TLanes r) where TLanes : struct, ILanes<TLanes>
    {
        TLanes p = TLanes.Broadcast(0.00138364336f);
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.00836913101f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.0416681059f));
        p = TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.166665167f));
        return TLanes.FusedMultiplyAdd(p, r, TLanes.Broadcast(0.49999994f));
    }

    /// <summary>
    /// value · 2ⁿ for n from −252 to 254, in two factors: one would overflow at n = 128 and be no normal number below −126. Only the
    /// second product can round.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Scale<TLanes>(TLanes value, TLanes integer) where TLanes : struct, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes half = TLanes.ShiftRightArithmeticInt32(integer, 1);
        TLanes firstFactor = TLanes.AddInt32(one, TLanes.ShiftLeftInt32(half, 23));
        TLanes secondFactor = TLanes.AddInt32(one, TLanes.ShiftLeftInt32(TLanes.SubtractInt32(integer, half), 23));
        return value * firstFactor * secondFactor;
    }
}
