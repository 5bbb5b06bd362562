using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>Philox over vectors of counters.</summary>
/// <remarks>
/// <para>AggressiveOptimization: Groups512 and Groups256, leaves that would spend their first calls in unoptimised code.</para>
/// <para>
/// Each counter has a 64-bit lane for each of its four words, for that is the form in which x86 multiplies 32 × 32 → 64 bits: the product's
/// upper half is shifted down, its lower half is used as it lies, with rubbish above it that the next multiplication doesn't read. Keys
/// may carry into that rubbish too. Counters stand in the lanes in such an order that interleaving words at the end brings all elements
/// into theirs. Two vectors of counters go side by side, for a round waits for its multiplication.
/// </para>
/// </remarks>
internal static unsafe class PhiloxLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Groups512(ulong seed, ulong step, ulong counter, uint* destination, nint count)
    {
        Vector512<ulong> counters = Vector512.Create(counter) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7);
        Vector512<uint> multiplier0 = Vector512.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector512<uint> multiplier1 = Vector512.Create((ulong)Philox.Multiplier1).AsUInt32();
        Vector512<ulong> lowHalf = Vector512.Create(0xFFFFFFFFul);
        for (nint index = 0; index < count; index += 64)
        {
            Vector512<ulong> a0 = counters;
            Vector512<ulong> a1 = a0 >>> 32;
            Vector512<ulong> a2 = Vector512.Create(step);
            Vector512<ulong> a3 = Vector512.Create(step >> 32);
            Vector512<ulong> b0 = counters + Vector512.Create(8ul);
            Vector512<ulong> b1 = b0 >>> 32;
            Vector512<ulong> b2 = a2;
            Vector512<ulong> b3 = a3;
            Vector512<ulong> key0 = Vector512.Create(seed);
            Vector512<ulong> key1 = Vector512.Create(seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector512<ulong> product0 = Avx512F.Multiply(a0.AsUInt32(), multiplier0);
                Vector512<ulong> product1 = Avx512F.Multiply(a2.AsUInt32(), multiplier1);
                a0 = (product1 >>> 32) ^ a1 ^ key0;
                a1 = product1;
                a2 = (product0 >>> 32) ^ a3 ^ key1;
                a3 = product0;
                product0 = Avx512F.Multiply(b0.AsUInt32(), multiplier0);
                product1 = Avx512F.Multiply(b2.AsUInt32(), multiplier1);
                b0 = (product1 >>> 32) ^ b1 ^ key0;
                b1 = product1;
                b2 = (product0 >>> 32) ^ b3 ^ key1;
                b3 = product0;
                key0 += Vector512.Create((ulong)Philox.Weyl0);
                key1 += Vector512.Create((ulong)Philox.Weyl1);
            }
            Vector512<ulong> first = (a0 & lowHalf) | (a1 << 32);
            Vector512<ulong> second = (a2 & lowHalf) | (a3 << 32);
            Avx512F.UnpackLow(first, second).AsUInt32().Store(destination + index);
            Avx512F.UnpackHigh(first, second).AsUInt32().Store(destination + index + 16);
            if (index + 32 == count)
            {
                break; // An odd group: nobody asked for the other's numbers.
            }
            first = (b0 & lowHalf) | (b1 << 32);
            second = (b2 & lowHalf) | (b3 << 32);
            Avx512F.UnpackLow(first, second).AsUInt32().Store(destination + index + 32);
            Avx512F.UnpackHigh(first, second).AsUInt32().Store(destination + index + 48);
            counters += Vector512.Create(16ul);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Groups256(ulong seed, ulong step, ulong counter, uint* destination, nint count)
    {
        Vector256<ulong> counters = Vector256.Create(counter) + Vector256.Create(0ul, 2, 1, 3);
        Vector256<uint> multiplier0 = Vector256.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector256<uint> multiplier1 = Vector256.Create((ulong)Philox.Multiplier1).AsUInt32();
        Vector256<ulong> lowHalf = Vector256.Create(0xFFFFFFFFul);
        for (nint index = 0; index < count; index += 32)
        {
            Vector256<ulong> a0 = counters;
            Vector256<ulong> a1 = a0 >>> 32;
            Vector256<ulong> a2 = Vector256.Create(step);
            Vector256<ulong> a3 = Vector256.Create(step >> 32);
            Vector256<ulong> b0 = counters + Vector256.Create(4ul);
            Vector256<ulong> b1 = b0 >>> 32;
            Vector256<ulong> b2 = a2;
            Vector256<ulong> b3 = a3;
            Vector256<ulong> key0 = Vector256.Create(seed);
            Vector256<ulong> key1 = Vector256.Create(seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector256<ulong> product0 = Avx2.Multiply(a0.AsUInt32(), multiplier0);
                Vector256<ulong> product1 = Avx2.Multiply(a2.AsUInt32(), multiplier1);
                a0 = (product1 >>> 32) ^ a1 ^ key0;
                a1 = product1;
                a2 = (product0 >>> 32) ^ a3 ^ key1;
                a3 = product0;
                product0 = Avx2.Multiply(b0.AsUInt32(), multiplier0);
                product1 = Avx2.Multiply(b2.AsUInt32(), multiplier1);
                b0 = (product1 >>> 32) ^ b1 ^ key0;
                b1 = product1;
                b2 = (product0 >>> 32) ^ b3 ^ key1;
                b3 = product0;
                key0 += Vector256.Create((ulong)Philox.Weyl0);
                key1 += Vector256.Create((ulong)Philox.Weyl1);
            }
            Vector256<ulong> first = (a0 & lowHalf) | (a1 << 32);
            Vector256<ulong> second = (a2 & lowHalf) | (a3 << 32);
            Avx2.UnpackLow(first, second).AsUInt32().Store(destination + index);
            Avx2.UnpackHigh(first, second).AsUInt32().Store(destination + index + 8);
            first = (b0 & lowHalf) | (b1 << 32);
            second = (b2 & lowHalf) | (b3 << 32);
            Avx2.UnpackLow(first, second).AsUInt32().Store(destination + index + 16);
            Avx2.UnpackHigh(first, second).AsUInt32().Store(destination + index + 24);
            counters += Vector256.Create(8ul);
        }
    }
}
