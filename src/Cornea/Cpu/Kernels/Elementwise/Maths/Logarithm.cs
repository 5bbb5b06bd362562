using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>What the logarithms share: ln(2ᵉ · (1 + f)) = e · ln 2 + ln(1 + f), with 1 + f from 2/3 to 4/3.</summary>
/// <remarks>The polynomial is our own minimax fit to (ln(1 + f) − f + f²/2) / f³, weighted for ln(1 + f)'s relative error: 2⁻²⁷·⁷.</remarks>
internal static class Logarithm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes f, TLanes exponent) where TLanes : struct, ILanes<TLanes>
    {
        TLanes p = TLanes.Broadcast(0.117363572f);
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.128891379f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.108227208f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.121878684f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.142989516f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.166800857f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.199997649f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.249998108f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.333333343f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.5f));
        p = TLanes.FusedMultiplyAdd(p, f * f, f);
        return TLanes.FusedMultiplyAdd(exponent, TLanes.Broadcast(0.693147182f), p);
    }

    /// <summary>The integer e for which x / 2ᵉ lies from 2/3 to 4/3, for x positive and no subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exponent<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.ShiftRightArithmeticInt32(TLanes.SubtractInt32(x, TLanes.Broadcast(0.6666667f)), 23);

    /// <summary>ln(1 + x) for x &gt; −1 and finite; anything else gives anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes OnePlus<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes one = TLanes.Broadcast(1f);
        TLanes sum = one + x;
        TLanes exponent = Exponent(sum);
        TLanes shift = TLanes.ShiftLeftInt32(exponent, 23);
        // f = (1 + x) / 2ᵉ − 1 from x itself, not from the rounded sum; for a large x the sum does, and 2⁻ᵉ might be subnormal.
        TLanes scale = TLanes.SubtractInt32(one, shift);
        TLanes exact = TLanes.FusedMultiplyAdd(x, scale, scale - one);
        TLanes rough = TLanes.SubtractInt32(sum, shift) - one;
        TLanes f = TLanes.Select(TLanes.Less(x, TLanes.Broadcast(16777216f)), exact, rough);
        return Combine(f, TLanes.ConvertInt32ToSingle(exponent));
    }

    /// <summary>The result where x is positive and finite, else what a logarithm has for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Special<TLanes>(TLanes x, TLanes result) where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Broadcast(0f);
        TLanes special = TLanes.Select(TLanes.Less(x, zero), TLanes.Broadcast(float.NaN), x);
        special = TLanes.Select(TLanes.Equal(x, zero), TLanes.Broadcast(float.NegativeInfinity), special);
        TLanes isOrdinary = TLanes.Less(zero, x) & TLanes.Less(x, TLanes.Broadcast(float.PositiveInfinity));
        return TLanes.Select(isOrdinary, result, special);
    }
}
