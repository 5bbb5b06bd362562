using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Box and Muller's method on whole groups of 32 words.</summary>
/// <remarks>AggressiveOptimization: Run, a leaf that would spend its first calls in unoptimised code.</remarks>
internal static unsafe class NormalLoop
{
    /// <summary>Turns words into normal numbers where they lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TLanes>(uint* bits, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        float* words = (float*)bits;
        for (nint index = 0; index < count; index += 32)
        {
            // u in (0, 1): the middle of one of 2³¹ equal steps, so ln u is never −∞; the float nearest to it may be 1, and r then 0.
            TLanes whole = TLanes.ConvertInt32ToSingle(TLanes.ShiftRightLogicalInt32(TLanes.Load(words + index), 1));
            TLanes u = (whole + TLanes.Broadcast(0.5f)) * TLanes.Broadcast(1f / (1u << 31));
            TLanes radius = TLanes.Sqrt(TLanes.Broadcast(-2f) * LogOperator.Invoke(u));
            // The second word is an angle from −½ to ½ turns; four times that is a whole quadrant and f, from −½ to ½ of one.
            TLanes quadrants = TLanes.ConvertInt32ToSingle(TLanes.Load(words + index + 16)) * TLanes.Broadcast(1f / (1u << 30));
            TLanes shifter = TLanes.Broadcast(12582912f);
            TLanes shifted = quadrants + shifter;
            TLanes f = quadrants - (shifted - shifter);
            TLanes sine = Sine(f);
            TLanes cosine = Cosine(f);
            // In odd quadrants sine and cosine change places; the sign of the sine is bit 1 of the quadrant, the cosine's that of the next.
            TLanes one = TLanes.BroadcastInt32(1);
            TLanes isOdd = TLanes.EqualInt32(shifted & one, one);
            TLanes sineSign = TLanes.ShiftLeftInt32(shifted, 30) & TLanes.Broadcast(-0f);
            TLanes cosineSign = TLanes.ShiftLeftInt32(TLanes.AddInt32(shifted, one), 30) & TLanes.Broadcast(-0f);
            TLanes.Store(radius * (TLanes.Select(isOdd, sine, cosine) ^ cosineSign), words + index);
            TLanes.Store(radius * (TLanes.Select(isOdd, cosine, sine) ^ sineSign), words + index + 16);
        }
    }

    /// <summary>sin(π/2 · f), |f| ≤ ½: Taylor's series, exact to 2⁻²⁹.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sine<TLanes>(TLanes f) where TLanes : struct, ILanes<TLanes>
    {
        TLanes square = f * f;
        TLanes p = TLanes.Broadcast(1.6044118e-4f);
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-4.6817541e-3f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.079692626f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.64596410f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(1.5707964f));
        return p * f;
    }

    /// <summary>cos(π/2 · f), |f| ≤ ½: Taylor's series, exact to 2⁻²⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Cosine<TLanes>(TLanes f) where TLanes : struct, ILanes<TLanes>
    {
        TLanes square = f * f;
        TLanes p = TLanes.Broadcast(-2.5202042e-5f);
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(9.1926027e-4f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-0.020863481f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(0.25366951f));
        p = TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(-1.2337006f));
        return TLanes.FusedMultiplyAdd(p, square, TLanes.Broadcast(1f));
    }
}
