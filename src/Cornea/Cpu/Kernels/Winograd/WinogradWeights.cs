using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>G·g·Gᵀ: the 3 × 3 weights of an input channel, for some output channels, at the 36 points.</summary>
internal static unsafe class WinogradWeights
{
    private const int Window = 3, Side = 6;

    /// <summary>Weights whose output channels lie side by side.</summary>
    /// <param name="source">The first tap's weights.</param>
    /// <param name="tap">Floats from tap to tap.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="target">Where those of the first point go.</param>
    /// <param name="plane">Floats from point to point.</param>
    /// <param name="width">Floats that are written at each point: zeros behind the channels.</param>
    public static void Run(float* source, nint tap, int channels, float* target, nint plane, int width)
    {
        if (Vector512.IsHardwareAccelerated) Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(source, tap, channels, target, plane, width);
        else if (Vector256.IsHardwareAccelerated) Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(source, tap, channels, target, plane, width);
        else Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(source, tap, channels, target, plane, width);
    }

    /// <summary>Weights whose output channels lie apart, their taps in the opposite order.</summary>
    /// <param name="source">The first tap's weights.</param>
    /// <param name="tap">Floats from tap to tap.</param>
    /// <param name="step">Floats from output channel to output channel.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="target">Where those of the first point go.</param>
    /// <param name="plane">Floats from point to point.</param>
    /// <param name="width">Floats that are written at each point: zeros behind the channels.</param>
    [SkipLocalsInit]
    public static void RunTurned(float* source, nint tap, int step, int channels, float* target, nint plane, int width)
    {
        float* gathered = stackalloc float[Window * Window * MicroKernel.MaximumVectors * MicroKernel.Lanes];
        for (int index = 0; index < Window * Window; index++)
        {
            float* from = source + ((Window * Window - 1 - index) * tap), to = gathered + (index * channels);
            for (int channel = 0; channel < channels; channel++) to[channel] = from[(nint)channel * step];
        }

        Run(gathered, channels, channels, target, plane, width);
    }

    private static void Channels<TLanes, TFloats, TInts>(float* source, nint tap, int channels, float* target, nint plane, int width)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct
    {
        for (int channel = 0; channel < width; channel += TLanes.Count)
        {
            int left = channels - channel;
            if (left >= TLanes.Count) Vector<TLanes, TFloats, TInts, Off>(source + channel, tap, target + channel, plane, default);
            else Vector<TLanes, TFloats, TInts, On>(left > 0 ? source + channel : source, tap, target + channel, plane, TLanes.Mask(Math.Max(0, left)));
        }
    }

    // Columns first, then rows. What a partial load doesn't read is zero, and stays so.
    [SkipLocalsInit]
    private static void Vector<TLanes, TFloats, TInts, TPartial>(float* source, nint tap, float* target, nint plane, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TPartial : struct, IFlag
    {
        TFloats* between = stackalloc TFloats[Side * Window];
        for (int column = 0; column < Window; column++)
        {
            float* from = source + (column * tap);
            Six<TLanes, TFloats, TInts>(
                TLanes.Load(from, mask, TPartial.IsOn), TLanes.Load(from + (Window * tap), mask, TPartial.IsOn), TLanes.Load(from + (2 * Window * tap), mask, TPartial.IsOn),
                out between[column], out between[Window + column], out between[(2 * Window) + column],
                out between[(3 * Window) + column], out between[(4 * Window) + column], out between[(5 * Window) + column]);
        }

        for (int row = 0; row < Side; row++)
        {
            TFloats* from = between + (row * Window);
            float* to = target + (row * Side * plane);
            Six<TLanes, TFloats, TInts>(from[0], from[1], from[2], out TFloats a, out TFloats b, out TFloats c, out TFloats d, out TFloats e, out TFloats f);
            TLanes.Store(to, a, mask, false);
            TLanes.Store(to + plane, b, mask, false);
            TLanes.Store(to + (2 * plane), c, mask, false);
            TLanes.Store(to + (3 * plane), d, mask, false);
            TLanes.Store(to + (4 * plane), e, mask, false);
            TLanes.Store(to + (5 * plane), f, mask, false);
        }
    }

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
