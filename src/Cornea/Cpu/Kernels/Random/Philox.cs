using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Random bits that depend on a place only: the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", 2011).
/// </summary>
/// <remarks>
/// Element e of the draw (seed, step) is word e mod 4 of the block whose counter is (e / 4 low, e / 4 high, step low, step high) under
/// the key (seed low, seed high): any part of a draw can be computed by itself, again and by any thread.
/// </remarks>
internal static unsafe class Philox
{
    /// <summary>Elements that the vector forms make at once: those of eight counters.</summary>
    public const int GroupElements = 32;

    public const uint Multiplier0 = 0xD2511F53;
    public const uint Multiplier1 = 0xCD9E8D57;
    public const uint Weyl0 = 0x9E3779B9;
    public const uint Weyl1 = 0xBB67AE85;

    private const int BufferElements = 512;

    /// <summary>The bits of elements [start, start + count), start a multiple of 32 and count whole groups.</summary>
    public static void Groups(ulong seed, ulong step, nint start, uint* destination, nint count)
    {
        Debug.Assert(start % GroupElements == 0 && count % GroupElements == 0);
        if (Vector512.IsHardwareAccelerated)
        {
            PhiloxLoops.Groups512(seed, step, (ulong)start / 4, destination, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            PhiloxLoops.Groups256(seed, step, (ulong)start / 4, destination, count);
        }
        else
        {
            for (nint index = 0; index < count; index += 4)
            {
                Block(seed, step, (ulong)(start + index) / 4, destination + index);
            }
        }
    }

    /// <summary>The bits of any elements [start, start + count).</summary>
    public static void Bits(ulong seed, ulong step, nint start, uint* destination, nint count) =>
        Each(new BitsOutput(destination), seed, step, start, count);

    /// <summary>Uniform numbers in [0, 1): the upper 24 bits of each element, times 2⁻²⁴.</summary>
    public static void Uniform(ulong seed, ulong step, nint start, float* destination, nint count) =>
        Each(new UniformOutput(destination), seed, step, start, count);

    /// <summary>
    /// Standard normal numbers by Box and Muller's method: elements j and j + 16 of an aligned group of 32 are r · cos φ and r · sin φ
    /// of one pair, with r = √(−2 ln u), u from the first element's bits and φ from the second's. They reach out to ± 6.6.
    /// </summary>
    public static void Normal(ulong seed, ulong step, nint start, float* destination, nint count) =>
        Each(new NormalOutput(destination), seed, step, start, count);

    /// <summary>Hands the bits of elements [start, start + count) to an output, some hundred at a time.</summary>
    [SkipLocalsInit]
    public static void Each<TOutput>(TOutput output, ulong seed, ulong step, nint start, nint count)
        where TOutput : struct, IRandomOutput
    {
        uint* bits = stackalloc uint[BufferElements];
        nint end = start + count;
        nint index = 0;
        while (start < end)
        {
            // Always whole groups from a group's beginning; the output takes what was asked for.
            nint skipped = start % GroupElements;
            nint length = Math.Min(BufferElements - skipped, end - start);
            nint made = (skipped + length + GroupElements - 1) / GroupElements * GroupElements;
            Groups(seed, step, start - skipped, bits, made);
            output.Write(bits, made, skipped, index, length);
            start += length;
            index += length;
        }
    }

    /// <summary>The four words of one counter: the reference for the vector forms.</summary>
    public static void Block(ulong seed, ulong step, ulong counter, uint* words)
    {
        uint c0 = (uint)counter;
        uint c1 = (uint)(counter >> 32);
        uint c2 = (uint)step;
        uint c3 = (uint)(step >> 32);
        uint k0 = (uint)seed;
        uint k1 = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong product0 = (ulong)c0 * Multiplier0;
            ulong product1 = (ulong)c2 * Multiplier1;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
