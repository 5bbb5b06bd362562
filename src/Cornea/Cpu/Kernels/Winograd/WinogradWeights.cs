using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>G·g·Gᵀ: the 3 × 3 weights of an input channel, for a panel of output channels, at the 36 points.</summary>
internal static unsafe class WinogradWeights
{
    private const int Window = 3, Side = 6;
    private const int Together = 4; // Input channels whose numbers are written side by side, so that stores come in runs rather than in 36 places by turns.

    /// <param name="source">The nine weights of each input and output channel: [channels, 9, width].</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="width">Output channels, whole vectors.</param>
    /// <param name="target">Where those of the first point go: [channels, width].</param>
    /// <param name="plane">Floats from point to point.</param>
    public static void Run(float* source, int channels, int width, float* target, nint plane)
    {
        for (int first = 0; first < channels; first += Together, source += Together * Window * Window * width, target += Together * width)
        {
            int count = Math.Min(Together, channels - first);
            if (Vector512.IsHardwareAccelerated) Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(source, count, width, target, plane);
            else if (Vector256.IsHardwareAccelerated) Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(source, count, width, target, plane);
            else Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(source, count, width, target, plane);
        }
    }

    // Columns first, then rows.
    [SkipLocalsInit]
    private static void Channels<TLanes, TFloats, TInts>(float* source, int channels, int width, float* target, nint plane)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct
    {
        TFloats* between = stackalloc TFloats[Together * Side * Window * MicroKernel.MaximumVectors * MicroKernel.Lanes / TLanes.Count];
        TFloats* window = between;
        int vectors = width / TLanes.Count;
        for (int channel = 0; channel < channels; channel++, source += Window * Window * width)
            for (int vector = 0; vector < vectors; vector++, window += Side * Window)
                for (int column = 0; column < Window; column++)
                {
                    float* from = source + (column * width) + (vector * TLanes.Count);
                    Six<TLanes, TFloats, TInts>(
                        Load<TLanes, TFloats, TInts>(from), Load<TLanes, TFloats, TInts>(from + (Window * width)), Load<TLanes, TFloats, TInts>(from + (2 * Window * width)),
                        out window[column], out window[Window + column], out window[(2 * Window) + column],
                        out window[(3 * Window) + column], out window[(4 * Window) + column], out window[(5 * Window) + column]);
                }

        for (int row = 0; row < Side; row++)
        {
            window = between + (row * Window);
            float* to = target + (row * Side * plane);
            for (int number = 0; number < channels * vectors; number++, window += Side * Window, to += TLanes.Count)
            {
                Six<TLanes, TFloats, TInts>(window[0], window[1], window[2], out TFloats a, out TFloats b, out TFloats c, out TFloats d, out TFloats e, out TFloats f);
                Store<TLanes, TFloats, TInts>(to, a);
                Store<TLanes, TFloats, TInts>(to + plane, b);
                Store<TLanes, TFloats, TInts>(to + (2 * plane), c);
                Store<TLanes, TFloats, TInts>(to + (3 * plane), d);
                Store<TLanes, TFloats, TInts>(to + (4 * plane), e);
                Store<TLanes, TFloats, TInts>(to + (5 * plane), f);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Load<TLanes, TFloats, TInts>(float* from)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct => TLanes.Load(from, default, false);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TFloats, TInts>(float* to, TFloats value)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct => TLanes.Store(to, value, default, false);

    // Rows of G: (1/4, 0, 0), (−1/6, −1/6, −1/6), (−1/6, 1/6, −1/6), (1/24, 1/12, 1/6), (1/24, −1/12, 1/6), (0, 0, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six<TLanes, TFloats, TInts>(
        TFloats g0, TFloats g1, TFloats g2, out TFloats r0, out TFloats r1, out TFloats r2, out TFloats r3, out TFloats r4, out TFloats r5)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats sixth = TLanes.Broadcast(1f / 6), minusSixth = TLanes.Broadcast(-1f / 6);
        r0 = TLanes.Multiply(TLanes.Broadcast(0.25f), g0);
        TFloats ends = TLanes.Add(g0, g2);
        r1 = TLanes.Multiply(minusSixth, TLanes.Add(ends, g1));
        r2 = TLanes.Multiply(minusSixth, TLanes.Subtract(ends, g1));
        TFloats even = TLanes.MultiplyAdd(TLanes.Broadcast(1f / 24), g0, TLanes.Multiply(sixth, g2)), odd = TLanes.Multiply(TLanes.Broadcast(1f / 12), g1);
        r3 = TLanes.Add(even, odd);
        r4 = TLanes.Subtract(even, odd);
        r5 = g2;
    }
}
