namespace Cornea.Numerics;

/// <summary>Random numbers that are the same on every machine: orders, and seeds made of seeds.</summary>
/// <remarks>SplitMix64 (Steele, Lea &amp; Flood 2014); numbers below a bound by Lemire's multiplication (2019), without its rejection: with
/// at most 2³¹ elements in 64 bits the bias is below 2⁻³³.</remarks>
internal struct SplitMix(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>A number from 0 to below a bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Mix(_state += Step), (ulong)bound, out _);

    /// <summary>Fisher and Yates' shuffle.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>The number of a place, from 1 on, in the sequence of a seed.</summary>
    public static ulong At(ulong seed, ulong place) => Mix(seed + (place * Step));

    /// <summary>A seed of two; with 0 as the second, it is the first.</summary>
    public static ulong Next(ulong seed, ulong number) => number == 0 ? seed : At(seed, number);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
