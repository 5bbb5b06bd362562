using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Vision.Jpeg;

/// <summary>Brightness and differences as red, green and blue: ITU-R BT.601 in whole numbers of 16 bits after the point, rounded as libjpeg does.</summary>
internal static class YCbCr
{
    private const int Bits = 16, Middle = 128, Half = 1 << (Bits - 1);
    private const int RedOfCr = 91881, BlueOfCb = 116130, GreenOfCb = -22554, GreenOfCr = -46802; // 1.402, 1.772, 0.34414, 0.71414

    /// <summary>A row of pixels.</summary>
    /// <param name="y">Brightness; eight samples more than there are pixels may be read of each, rounded up to eight.</param>
    /// <param name="cb">Blue's difference.</param>
    /// <param name="cr">Red's difference.</param>
    /// <param name="rgba">Four samples for each pixel.</param>
    public static void ToRgba(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgba)
    {
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        int x = 0;
        for (; x <= pixels.Length - 8; x += 8) Eight(y[x..], cb[x..], cr[x..]).CopyTo(pixels[x..]);
        if (x == pixels.Length) return;
        Span<uint> last = stackalloc uint[8];
        Eight(y[x..], cb[x..], cr[x..]).CopyTo(last);
        last[..(pixels.Length - x)].CopyTo(pixels[x..]);
    }

    private static Vector256<uint> Eight(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr)
    {
        Vector256<int> bright = Wide(y), blue = Wide(cb) - Vector256.Create(Middle), red = Wide(cr) - Vector256.Create(Middle), half = Vector256.Create(Half);
        Vector256<int> r = Clip(bright + (((red * RedOfCr) + half) >> Bits));
        Vector256<int> g = Clip(bright + (((blue * GreenOfCb) + (red * GreenOfCr) + half) >> Bits));
        Vector256<int> b = Clip(bright + (((blue * BlueOfCb) + half) >> Bits));
        return (r | (g << 8) | (b << 16)).AsUInt32() | Vector256.Create(0xFF000000);
    }

    private static Vector256<int> Wide(ReadOnlySpan<byte> samples) =>
        Vector256.WidenLower(Vector128.WidenLower(Vector64.Create(samples[..8]).ToVector128Unsafe()).ToVector256Unsafe()).AsInt32();

    private static Vector256<int> Clip(Vector256<int> values) => Vector256.Min(Vector256.Max(values, Vector256<int>.Zero), Vector256.Create(255));
}
