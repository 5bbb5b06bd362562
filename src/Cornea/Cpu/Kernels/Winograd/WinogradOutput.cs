using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Aᵀ·m·A: the 36 products of each channel become 4 × 4 pixels.</summary>
internal static unsafe class WinogradOutput
{
    private const int Side = 6, Tile = WinogradConvolution.Tile;

    /// <param name="source">The channels of the first point.</param>
    /// <param name="plane">Floats from point to point.</param>
    /// <param name="channels">Channels that are written.</param>
    /// <param name="target">The tile's first pixel.</param>
    /// <param name="rowPitch">Floats from row to row of pixels.</param>
    /// <param name="pixelPitch">Floats from pixel to pixel.</param>
    /// <param name="rows">Rows of the tile that lie in the image.</param>
    /// <param name="columns">Columns that do.</param>
    /// <param name="epilogue">What is done to the pixels at last; its bias is that of the first channel.</param>
    public static void Run(float* source, nint plane, int channels, float* target, nint rowPitch, nint pixelPitch, int rows, int columns, in TileEpilogue epilogue)
    {
        if (Vector512.IsHardwareAccelerated)
            Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(source, plane, channels, target, rowPitch, pixelPitch, rows, columns, epilogue);
        else if (Vector256.IsHardwareAccelerated)
            Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(source, plane, channels, target, rowPitch, pixelPitch, rows, columns, epilogue);
        else
            Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(source, plane, channels, target, rowPitch, pixelPitch, rows, columns, epilogue);
    }

    private static void Channels<TLanes, TFloats, TInts>(
        float* source, nint plane, int channels, float* target, nint rowPitch, nint pixelPitch, int rows, int columns, in TileEpilogue epilogue)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct
    {
        if (epilogue.IsEmpty) Channels<TLanes, TFloats, TInts, Off>(source, plane, channels, target, rowPitch, pixelPitch, rows, columns, epilogue);
        else Channels<TLanes, TFloats, TInts, On>(source, plane, channels, target, rowPitch, pixelPitch, rows, columns, epilogue);
    }

    private static void Channels<TLanes, TFloats, TInts, TFinishes>(
        float* source, nint plane, int channels, float* target, nint rowPitch, nint pixelPitch, int rows, int columns, in TileEpilogue epilogue)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TFinishes : struct, IFlag
    {
        int whole = channels - (channels % TLanes.Count);
        for (int channel = 0; channel < whole; channel += TLanes.Count)
            Vector<TLanes, TFloats, TInts, Off, TFinishes>(source + channel, plane, target + channel, rowPitch, pixelPitch, rows, columns, default, epilogue.From(channel));
        if (whole < channels)
            Vector<TLanes, TFloats, TInts, On, TFinishes>(source + whole, plane, target + whole, rowPitch, pixelPitch, rows, columns, TLanes.Mask(channels - whole), epilogue.From(whole));
    }

    // Columns first, then rows. The products are padded to whole vectors: they are read whole.
    [SkipLocalsInit]
    private static void Vector<TLanes, TFloats, TInts, TPartial, TFinishes>(
        float* source, nint plane, float* target, nint rowPitch, nint pixelPitch, int rows, int columns, TInts mask, in TileEpilogue epilogue)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TPartial : struct, IFlag where TFinishes : struct, IFlag
    {
        TFloats* between = stackalloc TFloats[Tile * Side];
        for (int column = 0; column < Side; column++)
        {
            float* from = source + (column * plane);
            Four<TLanes, TFloats, TInts>(
                TLanes.Load(from, mask, false), TLanes.Load(from + (6 * plane), mask, false), TLanes.Load(from + (12 * plane), mask, false),
                TLanes.Load(from + (18 * plane), mask, false), TLanes.Load(from + (24 * plane), mask, false), TLanes.Load(from + (30 * plane), mask, false),
                out between[column], out between[Side + column], out between[(2 * Side) + column], out between[(3 * Side) + column]);
        }

        for (int row = 0; row < rows; row++)
        {
            TFloats* from = between + (row * Side);
            float* to = target + (row * rowPitch);
            Four<TLanes, TFloats, TInts>(
                from[0], from[1], from[2], from[3], from[4], from[5], out TFloats a, out TFloats b, out TFloats c, out TFloats d);
            if (TFinishes.IsOn) Finish<TLanes, TFloats, TInts, TPartial>(epilogue, to, pixelPitch, columns, mask, ref a, ref b, ref c, ref d);
            TLanes.Store(to, a, mask, TPartial.IsOn);
            if (columns > 1) TLanes.Store(to + pixelPitch, b, mask, TPartial.IsOn);
            if (columns > 2) TLanes.Store(to + (2 * pixelPitch), c, mask, TPartial.IsOn);
            if (columns > 3) TLanes.Store(to + (3 * pixelPitch), d, mask, TPartial.IsOn);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TLanes, TFloats, TInts, TPartial>(
        in TileEpilogue epilogue, float* to, nint pixelPitch, int columns, TInts mask, ref TFloats a, ref TFloats b, ref TFloats c, ref TFloats d)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct where TPartial : struct, IFlag
    {
        epilogue.AddBias<TLanes, TFloats, TInts>(0, mask, TPartial.IsOn, ref a, ref b, ref c, ref d);
        if (epilogue.ToResidual != 0)
        {
            float* residual = (float*)((byte*)to + epilogue.ToResidual);
            a = TLanes.Add(a, TLanes.Load(residual, mask, TPartial.IsOn));
            if (columns > 1) b = TLanes.Add(b, TLanes.Load(residual + pixelPitch, mask, TPartial.IsOn));
            if (columns > 2) c = TLanes.Add(c, TLanes.Load(residual + (2 * pixelPitch), mask, TPartial.IsOn));
            if (columns > 3) d = TLanes.Add(d, TLanes.Load(residual + (3 * pixelPitch), mask, TPartial.IsOn));
        }

        epilogue.Activate<TLanes, TFloats, TInts>(ref a, ref b, ref c, ref d);
    }

    // Rows of Aᵀ: (1, 1, 1, 1, 1, 0), (0, 1, −1, 2, −2, 0), (0, 1, 1, 4, 4, 0), (0, 1, −1, 8, −8, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TLanes, TFloats, TInts>(
        TFloats m0, TFloats m1, TFloats m2, TFloats m3, TFloats m4, TFloats m5, out TFloats r0, out TFloats r1, out TFloats r2, out TFloats r3)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats sum = TLanes.Add(m1, m2), difference = TLanes.Subtract(m1, m2), farSum = TLanes.Add(m3, m4), farDifference = TLanes.Subtract(m3, m4);
        r0 = TLanes.Add(TLanes.Add(m0, sum), farSum);
        r1 = TLanes.MultiplyAdd(TLanes.Broadcast(2f), farDifference, difference);
        r2 = TLanes.MultiplyAdd(TLanes.Broadcast(4f), farSum, sum);
        r3 = TLanes.Add(TLanes.MultiplyAdd(TLanes.Broadcast(8f), farDifference, difference), m5);
    }
}
