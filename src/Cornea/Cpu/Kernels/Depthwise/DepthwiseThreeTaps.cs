using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The gradient of the three weights in a row of the kernel, over outputs that have all three taps, where one output's second tap is the
/// next one's first. Even and odd outputs have sums of their own: six chains.
/// </summary>
internal static unsafe class DepthwiseThreeTaps
{
    /// <param name="x">What the first output's first tap reads.</param>
    /// <param name="advance">Elements from tap to tap, and from output to output.</param>
    /// <param name="dy">The first output's gradient.</param>
    /// <param name="count">Outputs.</param>
    /// <param name="channels">Channels; also elements from weight to weight in <paramref name="sums"/>.</param>
    /// <param name="sums">Three weights' sums, to which this one's are added.</param>
    public static void Run(float* x, nint advance, float* dy, int count, int channels, float* sums)
    {
        if (Vector512.IsHardwareAccelerated)
            Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(x, advance, dy, count, channels, sums);
        else if (Vector256.IsHardwareAccelerated)
            Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(x, advance, dy, count, channels, sums);
        else
            Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(x, advance, dy, count, channels, sums);
    }

    private static void Channels<TLanes, TFloats, TInts>(float* x, nint advance, float* dy, int count, int channels, float* sums)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            Sum<TLanes, TFloats, TInts, Off>(x + channel, advance, dy + channel, count, channels, sums + channel, default);
        if (channel < channels)
        {
            Sum<TLanes, TFloats, TInts, On>(
                x + channel, advance, dy + channel, count, channels, sums + channel, TLanes.Mask(channels - channel));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sum<TLanes, TFloats, TInts, TPartial>(
        float* x, nint advance, float* dy, int count, nint channels, float* sums, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        TFloats even0 = TLanes.Broadcast(0f), even1 = even0, even2 = even0, odd0 = even0, odd1 = even0, odd2 = even0;
        TFloats x0 = TLanes.Load(x, mask, partial);
        TFloats x1 = TLanes.Load(x + advance, mask, partial);
        x += 2 * advance;
        int output = 0;
        for (; output < count - 1; output += 2)
        {
            TFloats gradient = TLanes.Load(dy, mask, partial);
            TFloats x2 = TLanes.Load(x, mask, partial);
            even0 = TLanes.MultiplyAdd(x0, gradient, even0);
            even1 = TLanes.MultiplyAdd(x1, gradient, even1);
            even2 = TLanes.MultiplyAdd(x2, gradient, even2);
            gradient = TLanes.Load(dy + channels, mask, partial);
            TFloats x3 = TLanes.Load(x + advance, mask, partial);
            odd0 = TLanes.MultiplyAdd(x1, gradient, odd0);
            odd1 = TLanes.MultiplyAdd(x2, gradient, odd1);
            odd2 = TLanes.MultiplyAdd(x3, gradient, odd2);
            x0 = x2;
            x1 = x3;
            x += 2 * advance;
            dy += 2 * channels;
        }

        if (output < count)
        {
            TFloats gradient = TLanes.Load(dy, mask, partial);
            even0 = TLanes.MultiplyAdd(x0, gradient, even0);
            even1 = TLanes.MultiplyAdd(x1, gradient, even1);
            even2 = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), gradient, even2);
        }

        TLanes.Store(sums, TLanes.Add(TLanes.Load(sums, mask, partial), TLanes.Add(even0, odd0)), mask, partial);
        sums += channels;
        TLanes.Store(sums, TLanes.Add(TLanes.Load(sums, mask, partial), TLanes.Add(even1, odd1)), mask, partial);
        sums += channels;
        TLanes.Store(sums, TLanes.Add(TLanes.Load(sums, mask, partial), TLanes.Add(even2, odd2)), mask, partial);
    }
}
