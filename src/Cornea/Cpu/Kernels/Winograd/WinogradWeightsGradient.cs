using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Gᵀ·m·G: the sums at the 36 points become the gradient of 3 × 3 weights, for one input channel and neighbouring output channels.</summary>
internal static unsafe class WinogradWeightsGradient
{
    private const int Window = 3, Side = 6;

    /// <param name="source">The sums of the first point, padded to whole vectors: they are read whole.</param>
    /// <param name="plane">Floats from point to point.</param>
    /// <param name="channels">Output channels that are written.</param>
    /// <param name="target">The first weight.</param>
    /// <param name="tap">Floats from weight to weight of a window.</param>
    public static void Run(float* source, nint plane, int channels, float* target, nint tap)
    {
        if (Vector512.IsHardwareAccelerated) Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(source, plane, channels, target, tap);
        else if (Vector256.IsHardwareAccelerated) Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(source, plane, channels, target, tap);
        else Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(source, plane, channels, target, tap);
    }

    private static void Channels<TLanes, TFloats, TInts>(float* source, nint plane, int channels, float* target, nint tap)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct
    {
        int whole = channels - (channels % TLanes.Count);
        for (int channel = 0; channel < whole; channel += TLanes.Count)
            Vector<TLanes, TFloats, TInts, Off>(source + channel, plane, target + channel, tap, default);
        if (whole < channels) Vector<TLanes, TFloats, TInts, On>(source + whole, plane, target + whole, tap, TLanes.Mask(channels - whole));
    }

    // Columns first, then rows.
    [SkipLocalsInit]
    private static void Vector<TLanes, TFloats, TInts, TPartial>(float* source, nint plane, float* target, nint tap, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TPartial : struct, IFlag
    {
        TFloats* between = stackalloc TFloats[Window * Side];
        for (int column = 0; column < Side; column++)
        {
            float* from = source + (column * plane);
            Three<TLanes, TFloats, TInts>(
                TLanes.Load(from, mask, false), TLanes.Load(from + (6 * plane), mask, false), TLanes.Load(from + (12 * plane), mask, false),
                TLanes.Load(from + (18 * plane), mask, false), TLanes.Load(from + (24 * plane), mask, false), TLanes.Load(from + (30 * plane), mask, false),
                out between[column], out between[Side + column], out between[(2 * Side) + column]);
        }

        for (int row = 0; row < Window; row++)
        {
            TFloats* from = between + (row * Side);
            float* to = target + (row * Window * tap);
            Three<TLanes, TFloats, TInts>(from[0], from[1], from[2], from[3], from[4], from[5], out TFloats a, out TFloats b, out TFloats c);
            TLanes.Store(to, a, mask, TPartial.IsOn);
            TLanes.Store(to + tap, b, mask, TPartial.IsOn);
            TLanes.Store(to + (2 * tap), c, mask, TPartial.IsOn);
        }
    }

    // Rows of Gᵀ: (1/4, −1/6, −1/6, 1/24, 1/24, 0), (0, −1/6, 1/6, 1/12, −1/12, 0), (0, −1/6, −1/6, 1/6, 1/6, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Three<TLanes, TFloats, TInts>(
        TFloats m0, TFloats m1, TFloats m2, TFloats m3, TFloats m4, TFloats m5, out TFloats r0, out TFloats r1, out TFloats r2)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats sixth = TLanes.Broadcast(1f / 6), minusSixth = TLanes.Broadcast(-1f / 6);
        TFloats nearSum = TLanes.Multiply(minusSixth, TLanes.Add(m1, m2)), farSum = TLanes.Add(m3, m4);
        r0 = TLanes.MultiplyAdd(TLanes.Broadcast(0.25f), m0, TLanes.MultiplyAdd(TLanes.Broadcast(1f / 24), farSum, nearSum));
        r1 = TLanes.MultiplyAdd(sixth, TLanes.Subtract(m2, m1), TLanes.Multiply(TLanes.Broadcast(1f / 12), TLanes.Subtract(m3, m4)));
        r2 = TLanes.Add(TLanes.MultiplyAdd(sixth, farSum, nearSum), m5);
    }
}
