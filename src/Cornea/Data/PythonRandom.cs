namespace Cornea.Data;

/// <summary>Python's <c>random.Random(seed)</c>, number for number, as far as Keras draws from it.</summary>
/// <remarks>Source: the documentation of Python's module random; the seed's 32-bit words initialise MT19937 by its authors' init_by_array.</remarks>
internal sealed class PythonRandom(int seed)
{
    private readonly NumPyRandom _twister = NumPyRandom.FromWords([(uint)Math.Abs((long)seed)]);

    /// <summary>Puts values into random order: <c>random.shuffle(values)</c>.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    // As many of the highest bits as the bound has, again until they are below it.
    private int Below(int bound)
    {
        int unused = System.Numerics.BitOperations.LeadingZeroCount((uint)bound);
        uint value;
        do value = _twister.NextUInt32() >> unused;
        while (value >= (uint)bound);
        return (int)value;
    }
}
