using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cornea.Cpu.Kernels;

/// <summary>Philox over vectors of counters.</summary>
/// <remarks>
/// <para>AggressiveOptimization: Groups512 and Groups256, leaves that would spend their first calls in unoptimised code.</para>
/// <para>
/// Each counter has a 64-bit lane for each of its four words, for that is the form in which x86 multiplies 32 × 32 → 64 bits: the product's
/// upper half is shifted down, its lower half is used as it lies, with rubbish above it that the next multiplication doesn't read.
/// Counters stand in the lanes in such an order that interleaving words at the end brings all elements into theirs.
/// </para>
/// </remarks>
internal static unsafe class PhiloxLoops
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Groups512(ulong seed, ulong step, ulong counter, uint* destination, nint count)
    {
        Vector512<ulong> counters = Vector512.Create(counter) + Vector512.Create(0ul, 4, 1, 5, 2, 6, 3, 7);
        Vector512<uint> multiplier0 = Vector512.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector512<uint> multiplier1 = Vector512.Create((ulong)Philox.Multiplier1).AsUInt32();
        Vector512<ulong> lowHalf = Vector512.Create(0xFFFFFFFFul);
        for (nint index = 0; index < count; index += 32)
        {
            Vector512<ulong> c0 = counters;
            Vector512<ulong> c1 = counters >>> 32;
            Vector512<ulong> c2 = Vector512.Create(step);
            Vector512<ulong> c3 = Vector512.Create(step >> 32);
            uint k0 = (uint)seed;
            uint k1 = (uint)(seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector512<ulong> product0 = Avx512F.Multiply(c0.AsUInt32(), multiplier0);
                Vector512<ulong> product1 = Avx512F.Multiply(c2.AsUInt32(), multiplier1);
                c0 = (product1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0);
                c1 = product1;
                c2 = (product0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1);
                c3 = product0;
                k0 += Philox.Weyl0;
                k1 += Philox.Weyl1;
            }
            Vector512<ulong> first = (c0 & lowHalf) | (c1 << 32);
            Vector512<ulong> second = (c2 & lowHalf) | (c3 << 32);
            Avx512F.UnpackLow(first, second).AsUInt32().Store(destination + index);
            Avx512F.UnpackHigh(first, second).AsUInt32().Store(destination + index + 16);
            counters += Vector512.Create(8ul);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Groups256(ulong seed, ulong step, ulong counter, uint* destination, nint count)
    {
        Vector256<ulong> counters = Vector256.Create(counter) + Vector256.Create(0ul, 2, 1, 3);
        Vector256<uint> multiplier0 = Vector256.Create((ulong)Philox.Multiplier0).AsUInt32();
        Vector256<uint> multiplier1 = Vector256.Create((ulong)Philox.Multiplier1).AsUInt32();
        Vector256<ulong> lowHalf = Vector256.Create(0xFFFFFFFFul);
        for (nint index = 0; index < count; index += 16)
        {
            Vector256<ulong> c0 = counters;
            Vector256<ulong> c1 = counters >>> 32;
            Vector256<ulong> c2 = Vector256.Create(step);
            Vector256<ulong> c3 = Vector256.Create(step >> 32);
            uint k0 = (uint)seed;
            uint k1 = (uint)(seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector256<ulong> product0 = Avx2.Multiply(c0.AsUInt32(), multiplier0);
                Vector256<ulong> product1 = Avx2.Multiply(c2.AsUInt32(), multiplier1);
                c0 = (product1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
                c1 = product1;
                c2 = (product0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
                c3 = product0;
                k0 += Philox.Weyl0;
                k1 += Philox.Weyl1;
            }
            Vector256<ulong> first = (c0 & lowHalf) | (c1 << 32);
            Vector256<ulong> second = (c2 & lowHalf) | (c3 << 32);
            Avx2.UnpackLow(first, second).AsUInt32().Store(destination + index);
            Avx2.UnpackHigh(first, second).AsUInt32().Store(destination + index + 8);
            counters += Vector256.Create(4ul);
        }
    }
}
