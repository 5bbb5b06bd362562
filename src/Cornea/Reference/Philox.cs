namespace Cornea.Reference;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror &amp; Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): four 32-bit words from a counter of
/// four words and a key of two. A draw is a function of (seed, step, element) and of nothing before it.
/// </summary>
internal static class Philox
{
    private const ulong Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The 32 random bits of an element: word element mod 4 of counter (element / 4, step) under the seed as key.</summary>
    public static uint Bits(long seed, long step, long element)
    {
        long block = element / 4;
        (uint, uint, uint, uint) words = Block((Low(block), High(block), Low(step), High(step)), (Low(seed), High(seed)));
        return (element % 4) switch
        {
            0 => words.Item1,
            1 => words.Item2,
            2 => words.Item3,
            _ => words.Item4,
        };
    }

    /// <summary>An even draw from [0, 1) in steps of 2⁻²⁴, which float32 holds exactly.</summary>
    public static double Uniform(long seed, long step, long element) => (Bits(seed, step, element) >> 8) * (1.0 / (1 << 24));

    /// <summary>Ten rounds.</summary>
    public static (uint X, uint Y, uint Z, uint W) Block((uint X, uint Y, uint Z, uint W) counter, (uint X, uint Y) key)
    {
        (uint x, uint y, uint z, uint w) = counter;
        (uint keyX, uint keyY) = key;
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = Multiplier0 * x, second = Multiplier1 * z;
            (x, y, z, w) = (High(second) ^ y ^ keyX, Low(second), High(first) ^ w ^ keyY, Low(first));
            unchecked
            {
                keyX += Weyl0;
                keyY += Weyl1;
            }
        }

        return (x, y, z, w);
    }

    private static uint Low(ulong value) => unchecked((uint)value);

    private static uint High(ulong value) => (uint)(value >> 32);

    private static uint Low(long value) => unchecked((uint)value);

    private static uint High(long value) => unchecked((uint)(value >> 32));
}
