namespace Cornea;

/// <summary>Orders drawn at random, the same from the same seed on every machine.</summary>
/// <remarks>SplitMix64 (Steele, Lea &amp; Flood 2014); numbers below a bound by Lemire's multiplication (2019), without its rejection: with at
/// most 2³¹ samples in 64 bits the bias is below 2⁻³³.</remarks>
internal sealed class ShuffleGenerator(int seed)
{
    private ulong _state = (ulong)(uint)seed * 0xD1342543DE82EF95;

    /// <summary>Fisher and Yates' shuffle.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = (int)Math.BigMul(Next(), (ulong)last + 1, out _);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
