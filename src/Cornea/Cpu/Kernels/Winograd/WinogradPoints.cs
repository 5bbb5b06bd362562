using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Pixels of a tile at the 36 points, for each channel: a transform along the columns, then along the rows.</summary>
/// <typeparam name="TTransform">Which one.</typeparam>
internal static unsafe class WinogradPoints<TTransform>
    where TTransform : struct, IWinogradTransform
{
    private const int Side = 6;

    /// <param name="source">The tile's first pixel.</param>
    /// <param name="pitch">Floats from row to row.</param>
    /// <param name="pixelPitch">Floats from pixel to pixel.</param>
    /// <param name="channels">Channels that are read.</param>
    /// <param name="target">Where the channels of the first point go.</param>
    /// <param name="plane">Floats from point to point.</param>
    public static void Run(float* source, nint pitch, nint pixelPitch, int channels, float* target, nint plane)
    {
        if (Vector512.IsHardwareAccelerated) Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(source, pitch, pixelPitch, channels, target, plane);
        else if (Vector256.IsHardwareAccelerated) Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(source, pitch, pixelPitch, channels, target, plane);
        else Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(source, pitch, pixelPitch, channels, target, plane);
    }

    private static void Channels<TLanes, TFloats, TInts>(float* source, nint pitch, nint pixelPitch, int channels, float* target, nint plane)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct
    {
        int whole = channels - (channels % TLanes.Count);
        for (int channel = 0; channel < whole; channel += TLanes.Count)
            Vector<TLanes, TFloats, TInts, Off>(source + channel, pitch, pixelPitch, target + channel, plane, default);
        if (whole < channels) Vector<TLanes, TFloats, TInts, On>(source + whole, pitch, pixelPitch, target + whole, plane, TLanes.Mask(channels - whole));
    }

    [SkipLocalsInit]
    private static void Vector<TLanes, TFloats, TInts, TPartial>(float* source, nint pitch, nint pixelPitch, float* target, nint plane, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TPartial : struct, IFlag
    {
        int pixels = TTransform.Pixels;
        bool isWide = pixels > 4;
        TFloats* between = stackalloc TFloats[Side * Side];
        for (int column = 0; column < pixels; column++)
        {
            float* from = source + (column * pixelPitch);
            TTransform.Six<TLanes, TFloats, TInts>(
                TLanes.Load(from, mask, TPartial.IsOn), TLanes.Load(from + pitch, mask, TPartial.IsOn),
                TLanes.Load(from + (2 * pitch), mask, TPartial.IsOn), TLanes.Load(from + (3 * pitch), mask, TPartial.IsOn),
                isWide ? TLanes.Load(from + (4 * pitch), mask, TPartial.IsOn) : default, isWide ? TLanes.Load(from + (5 * pitch), mask, TPartial.IsOn) : default,
                out between[column], out between[Side + column], out between[(2 * Side) + column],
                out between[(3 * Side) + column], out between[(4 * Side) + column], out between[(5 * Side) + column]);
        }

        for (int row = 0; row < Side; row++)
        {
            TFloats* from = between + (row * Side);
            float* to = target + (row * Side * plane);
            TTransform.Six<TLanes, TFloats, TInts>(
                from[0], from[1], from[2], from[3], isWide ? from[4] : default, isWide ? from[5] : default,
                out TFloats a, out TFloats b, out TFloats c, out TFloats d, out TFloats e, out TFloats f);
            TLanes.Store(to, a, mask, TPartial.IsOn);
            TLanes.Store(to + plane, b, mask, TPartial.IsOn);
            TLanes.Store(to + (2 * plane), c, mask, TPartial.IsOn);
            TLanes.Store(to + (3 * plane), d, mask, TPartial.IsOn);
            TLanes.Store(to + (4 * plane), e, mask, TPartial.IsOn);
            TLanes.Store(to + (5 * plane), f, mask, TPartial.IsOn);
        }
    }
}
