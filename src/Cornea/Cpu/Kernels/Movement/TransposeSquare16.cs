using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Transposes 16 × 16 elements of 4 bytes in AVX-512 registers. Each line of 64 bytes is read once and written once, as a whole, so pitches
/// that are multiples of 4096 bytes, where all lines compete for the same few places of the cache, cost nothing extra.
/// </summary>
internal static unsafe class TransposeSquare16
{
    public static void Run(float* source, nint pitch, float* destination, nint destinationPitch)
    {
        // Rows 0 to 15 hold, in each 128-bit quarter q, four columns 4q to 4q + 3. Four rows are transposed within their quarters …
        Quarters(source, pitch, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
        Quarters(source + 4 * pitch, pitch,
            out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
        Quarters(source + 8 * pitch, pitch,
            out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
        Quarters(source + 12 * pitch, pitch,
            out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
        // … and then the quarters of four such groups are exchanged.
        Exchange(a0, b0, c0, d0, destination, destinationPitch);
        Exchange(a1, b1, c1, d1, destination + destinationPitch, destinationPitch);
        Exchange(a2, b2, c2, d2, destination + 2 * destinationPitch, destinationPitch);
        Exchange(a3, b3, c3, d3, destination + 3 * destinationPitch, destinationPitch);
    }

    /// <summary>Of four rows: column[k] holds, in quarter q, the four elements of column 4q + k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(float* source, nint pitch,
        out Vector512<float> column0, out Vector512<float> column1, out Vector512<float> column2, out Vector512<float> column3)
    {
        Vector512<float> r0 = Vector512.Load(source);
        Vector512<float> r1 = Vector512.Load(source + pitch);
        Vector512<float> r2 = Vector512.Load(source + 2 * pitch);
        Vector512<float> r3 = Vector512.Load(source + 3 * pitch);
        Vector512<float> t0 = Avx512F.UnpackLow(r0, r1);
        Vector512<float> t1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> t2 = Avx512F.UnpackLow(r2, r3);
        Vector512<float> t3 = Avx512F.UnpackHigh(r2, r3);
        column0 = Avx512F.Shuffle(t0, t2, 0b01_00_01_00);
        column1 = Avx512F.Shuffle(t0, t2, 0b11_10_11_10);
        column2 = Avx512F.Shuffle(t1, t3, 0b01_00_01_00);
        column3 = Avx512F.Shuffle(t1, t3, 0b11_10_11_10);
    }

    /// <summary>Stores columns k, 4 + k, 8 + k and 12 + k, of which a, b, c and d hold four rows each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* destination, nint pitch)
    {
        Vector512<float> ab02 = Avx512F.Shuffle4x128(a, b, 0b10_00_10_00);
        Vector512<float> ab13 = Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);
        Vector512<float> cd02 = Avx512F.Shuffle4x128(c, d, 0b10_00_10_00);
        Vector512<float> cd13 = Avx512F.Shuffle4x128(c, d, 0b11_01_11_01);
        Avx512F.Shuffle4x128(ab02, cd02, 0b10_00_10_00).Store(destination);
        Avx512F.Shuffle4x128(ab13, cd13, 0b10_00_10_00).Store(destination + 4 * pitch);
        Avx512F.Shuffle4x128(ab02, cd02, 0b11_01_11_01).Store(destination + 8 * pitch);
        Avx512F.Shuffle4x128(ab13, cd13, 0b11_01_11_01).Store(destination + 12 * pitch);
    }
}
