namespace Cornea.Cpu.Kernels;

/// <summary>
/// Random bits that depend on a place only: the counter-based generator Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", 2011).
/// </summary>
/// <remarks>
/// Element e of the draw (seed, step) is word e mod 4 of the block whose counter is (e / 4 low, e / 4 high, step low, step high) under
/// the key (seed low, seed high): any part of a draw can be computed by itself, again and by any thread.
/// </remarks>
internal static unsafe partial class Philox
{
    /// <summary>Uniform numbers in [0, 1): the upper 24 bits of each element, times 2⁻²⁴.</summary>
    public static void Uniform(ulong seed, ulong step, nint start, float* destination, nint count)
    {
        for (nint index = 0; index < count; index++)
        {
            destination[index] = (Element(seed, step, start + index) >> 8) * (1f / (1 << 24));
        }
    }

    /// <summary>The 32 bits of one element: the reference for the vector forms.</summary>
    public static uint Element(ulong seed, ulong step, nint element)
    {
        uint* block = stackalloc uint[4];
        Block(seed, step, (ulong)element >> 2, block);
        return block[element & 3];
    }

    /// <summary>The four words of one counter.</summary>
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
            ulong product0 = (ulong)c0 * 0xD2511F53;
            ulong product1 = (ulong)c2 * 0xCD9E8D57;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
