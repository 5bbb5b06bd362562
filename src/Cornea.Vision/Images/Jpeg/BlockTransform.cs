using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Vision.Jpeg;

/// <summary>The inverse cosine transform of a block, in the whole numbers of libjpeg's jidctint, so that pixels are the same to the last bit.</summary>
/// <remarks>
/// Source: Loeffler, Ligtenberg and Moschytz, Practical fast 1-D DCT algorithms with 11 multiplications (1989), as the Independent JPEG Group rounds it:
/// constants of 13 bits, two more bits kept between the passes. A row of the block is a vector, so a pass transforms its eight columns at once.
/// </remarks>
internal static class BlockTransform
{
    private const int ConstantBits = 13, PassBits = 2, Middle = 128;

    /// <summary>Transforms a block of dequantised coefficients.</summary>
    /// <param name="coefficients">64, row by row.</param>
    /// <param name="samples">Where the block's first sample goes.</param>
    /// <param name="pitch">Samples from row to row.</param>
    public static void Invert(ReadOnlySpan<int> coefficients, Span<byte> samples, int pitch)
    {
        ref int from = ref MemoryMarshal.GetReference(coefficients);
        Vector256<int> r0 = Vector256.LoadUnsafe(ref from), r1 = Vector256.LoadUnsafe(ref from, 8), r2 = Vector256.LoadUnsafe(ref from, 16), r3 = Vector256.LoadUnsafe(ref from, 24);
        Vector256<int> r4 = Vector256.LoadUnsafe(ref from, 32), r5 = Vector256.LoadUnsafe(ref from, 40), r6 = Vector256.LoadUnsafe(ref from, 48), r7 = Vector256.LoadUnsafe(ref from, 56);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ConstantBits - PassBits);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ConstantBits + PassBits + 3);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Store(r0, samples);
        Store(r1, samples[pitch..]);
        Store(r2, samples[(2 * pitch)..]);
        Store(r3, samples[(3 * pitch)..]);
        Store(r4, samples[(4 * pitch)..]);
        Store(r5, samples[(5 * pitch)..]);
        Store(r6, samples[(6 * pitch)..]);
        Store(r7, samples[(7 * pitch)..]);
    }

    /// <summary>The same of a block that has its first coefficient only: one value everywhere.</summary>
    public static void Flat(int coefficient, Span<byte> samples, int pitch)
    {
        byte value = (byte)Math.Clamp(((coefficient + 4) >> 3) + Middle, 0, 255);
        for (int row = 0; row < 8; row++) samples.Slice(row * pitch, 8).Fill(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3, ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7, int shift)
    {
        // Even part.
        Vector256<int> z1 = (r2 + r6) * 4433; // 0.541196100
        Vector256<int> t2 = z1 - (r6 * 15137), t3 = z1 + (r2 * 6270); // 1.847759065, 0.765366865
        Vector256<int> t0 = (r0 + r4) << ConstantBits, t1 = (r0 - r4) << ConstantBits;
        Vector256<int> half = Vector256.Create(1 << (shift - 1));
        Vector256<int> e0 = t0 + t3 + half, e3 = t0 - t3 + half, e1 = t1 + t2 + half, e2 = t1 - t2 + half;

        // Odd part.
        Vector256<int> a = r7 + r1, b = r5 + r3, c = r7 + r3, d = r5 + r1, z5 = (c + d) * 9633; // 1.175875602
        Vector256<int> za = a * -7373, zb = b * -20995, zc = (c * -16069) + z5, zd = (d * -3196) + z5; // 0.899976223, 2.562915447, 1.961570560, 0.390180644
        Vector256<int> o0 = (r7 * 2446) + za + zc; // 0.298631336
        Vector256<int> o1 = (r5 * 16819) + zb + zd; // 2.053119869
        Vector256<int> o2 = (r3 * 25172) + zb + zc; // 3.072711026
        Vector256<int> o3 = (r1 * 12299) + za + zd; // 1.501321110
        (r0, r7) = ((e0 + o3) >> shift, (e0 - o3) >> shift);
        (r1, r6) = ((e1 + o2) >> shift, (e1 - o2) >> shift);
        (r2, r5) = ((e2 + o1) >> shift, (e2 - o1) >> shift);
        (r3, r4) = ((e3 + o0) >> shift, (e3 - o0) >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3, ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        // Rows four apart are mixed three times: each mixing moves one bit of the column's number into the row's.
        (Vector256<int> a0, Vector256<int> a1) = Mix(r0, r4);
        (Vector256<int> a2, Vector256<int> a3) = Mix(r1, r5);
        (Vector256<int> a4, Vector256<int> a5) = Mix(r2, r6);
        (Vector256<int> a6, Vector256<int> a7) = Mix(r3, r7);
        (Vector256<int> b0, Vector256<int> b1) = Mix(a0, a4);
        (Vector256<int> b2, Vector256<int> b3) = Mix(a1, a5);
        (Vector256<int> b4, Vector256<int> b5) = Mix(a2, a6);
        (Vector256<int> b6, Vector256<int> b7) = Mix(a3, a7);
        (r0, r1) = Mix(b0, b4);
        (r2, r3) = Mix(b1, b5);
        (r4, r5) = Mix(b2, b6);
        (r6, r7) = Mix(b3, b7);
    }

    // a0 b0 a1 b1 a2 b2 a3 b3, and the same of the upper halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Low, Vector256<int> High) Mix(Vector256<int> a, Vector256<int> b)
    {
        Vector256<int> spreadA = Vector256.Shuffle(a, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3)), spreadB = Vector256.Shuffle(b, Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));
        Vector256<int> upperA = Vector256.Shuffle(a, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7)), upperB = Vector256.Shuffle(b, Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7));
        Vector256<int> isSecond = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1);
        return (Vector256.ConditionalSelect(isSecond, spreadB, spreadA), Vector256.ConditionalSelect(isSecond, upperB, upperA));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> row, Span<byte> samples)
    {
        Vector256<int> clipped = Vector256.Min(Vector256.Max(row + Vector256.Create(Middle), Vector256<int>.Zero), Vector256.Create(255));
        Vector128<ushort> narrow = Vector128.Narrow(clipped.GetLower().AsUInt32(), clipped.GetUpper().AsUInt32());
        Vector128.Narrow(narrow, narrow).GetLower().CopyTo(samples);
    }
}
