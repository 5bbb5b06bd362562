using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>A·dy·Aᵀ: the gradient of 4 × 4 pixels of each channel at the 36 points.</summary>
internal static unsafe class WinogradOutputGradient
{
    private const int Side = 6, Tile = WinogradConvolution.Tile;

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

    // Columns first, then rows.
    [SkipLocalsInit]
    private static void Vector<TLanes, TFloats, TInts, TPartial>(float* source, nint pitch, nint pixelPitch, float* target, nint plane, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TPartial : struct, IFlag
    {
        TFloats* between = stackalloc TFloats[Side * Tile];
        for (int column = 0; column < Tile; column++)
        {
            float* from = source + (column * pixelPitch);
            Six<TLanes, TFloats, TInts>(
                TLanes.Load(from, mask, TPartial.IsOn), TLanes.Load(from + pitch, mask, TPartial.IsOn),
                TLanes.Load(from + (2 * pitch), mask, TPartial.IsOn), TLanes.Load(from + (3 * pitch), mask, TPartial.IsOn),
                out between[column], out between[Tile + column], out between[(2 * Tile) + column],
                out between[(3 * Tile) + column], out between[(4 * Tile) + column], out between[(5 * Tile) + column]);
        }

        for (int row = 0; row < Side; row++)
        {
            TFloats* from = between + (row * Tile);
            float* to = target + (row * Side * plane);
            Six<TLanes, TFloats, TInts>(
                from[0], from[1], from[2], from[3], out TFloats a, out TFloats b, out TFloats c, out TFloats d, out TFloats e, out TFloats f);
            TLanes.Store(to, a, mask, TPartial.IsOn);
            TLanes.Store(to + plane, b, mask, TPartial.IsOn);
            TLanes.Store(to + (2 * plane), c, mask, TPartial.IsOn);
            TLanes.Store(to + (3 * plane), d, mask, TPartial.IsOn);
            TLanes.Store(to + (4 * plane), e, mask, TPartial.IsOn);
            TLanes.Store(to + (5 * plane), f, mask, TPartial.IsOn);
        }
    }

    // Rows of A: (1, 0, 0, 0), (1, 1, 1, 1), (1, −1, 1, −1), (1, 2, 4, 8), (1, −2, 4, −8), (0, 0, 0, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Six<TLanes, TFloats, TInts>(
        TFloats d0, TFloats d1, TFloats d2, TFloats d3,
        out TFloats r0, out TFloats r1, out TFloats r2, out TFloats r3, out TFloats r4, out TFloats r5)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats four = TLanes.Broadcast(4f);
        r0 = d0;
        TFloats even = TLanes.Add(d0, d2), odd = TLanes.Add(d1, d3);
        r1 = TLanes.Add(even, odd);
        r2 = TLanes.Subtract(even, odd);
        even = TLanes.MultiplyAdd(four, d2, d0);
        odd = TLanes.Multiply(TLanes.Broadcast(2f), TLanes.MultiplyAdd(four, d3, d1));
        r3 = TLanes.Add(even, odd);
        r4 = TLanes.Subtract(even, odd);
        r5 = d3;
    }
}
