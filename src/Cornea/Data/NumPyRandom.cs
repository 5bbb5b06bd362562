using System.Diagnostics;

namespace Cornea.Data;

/// <summary>
/// NumPy's <c>RandomState(seed)</c>, number for number: the Mersenne twister MT19937 and the draws that scikit-learn makes from it.
/// </summary>
/// <remarks>
/// <para>
/// It stands beside Cornea's own generator for one purpose: where NumPy's or scikit-learn's very numbers must come out. Not safe for
/// use by several threads at once.
/// </para>
/// <para>
/// Source: Matsumoto and Nishimura, Mersenne Twister: A 623-dimensionally equidistributed uniform pseudorandom number generator,
/// ACM TOMACS 8 (1998); NumPy's documentation of RandomState, whose stream has been frozen since NumPy 1.16. Golden case:
/// classic/splits.
/// </para>
/// </remarks>
internal sealed class NumPyRandom
{
    private const int StateLength = 624;
    private const int MiddleWord = 397;

    private readonly uint[] _state = new uint[StateLength];
    private int _position = StateLength;
    private double? _secondNormal;

    /// <summary>Seeds the generator as <c>numpy.random.RandomState(seed)</c> does with an integer.</summary>
    public NumPyRandom(uint seed)
    {
        uint word = seed;
        for (int i = 0; i < StateLength; i++)
        {
            _state[i] = word;
            word = (1812433253u * (word ^ (word >> 30))) + (uint)(i + 1);
        }
    }

    /// <summary>Seeds the generator with several words: its authors' <c>init_by_array</c>.</summary>
    public static NumPyRandom FromWords(ReadOnlySpan<uint> words)
    {
        var random = new NumPyRandom(19650218);
        uint[] state = random._state;
        int place = 1, word = 0;
        for (int left = Math.Max(StateLength, words.Length); left > 0; left--)
        {
            state[place] = (state[place] ^ ((state[place - 1] ^ (state[place - 1] >> 30)) * 1664525)) + words[word] + (uint)word;
            Advance(ref place);
            word = (word + 1) % words.Length;
        }

        for (int left = StateLength - 1; left > 0; left--)
        {
            state[place] = (state[place] ^ ((state[place - 1] ^ (state[place - 1] >> 30)) * 1566083941)) - (uint)place;
            Advance(ref place);
        }

        state[0] = 0x80000000;
        return random;

        void Advance(ref int at)
        {
            if (++at < StateLength) return;
            state[0] = state[StateLength - 1];
            at = 1;
        }
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_position == StateLength)
            Advance();
        uint bits = _state[_position++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9d2c5680u;
        bits ^= (bits << 15) & 0xefc60000u;
        return bits ^ (bits >> 18);
    }

    /// <summary>A number in [0, 1) with 53 random bits: <c>random_sample()</c>.</summary>
    public double NextDouble()
    {
        uint high = NextUInt32() >> 5;
        uint low = NextUInt32() >> 6;
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    /// <summary>A draw from the standard normal distribution: <c>randn()</c>, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        if (_secondNormal is double kept)
        {
            _secondNormal = null;
            return kept;
        }

        double x, y, square;
        do
        {
            x = (2 * NextDouble()) - 1;
            y = (2 * NextDouble()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);

        // The method makes two numbers at once. NumPy hands out y's first and keeps x's.
        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _secondNormal = factor * x;
        return factor * y;
    }

    /// <summary>
    /// A whole number in [0, <paramref name="maximum"/>], both ends included: bits beyond the largest are masked away, and what is
    /// still too large is drawn again.
    /// </summary>
    public int NextInterval(int maximum)
    {
        Debug.Assert(maximum >= 0);
        if (maximum == 0)
            return 0; // Takes nothing from the stream, as in NumPy.

        uint mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)maximum);
        uint value;
        do
        {
            value = NextUInt32() & mask;
        }
        while (value > (uint)maximum);
        return (int)value;
    }

    /// <summary>Puts values into random order: <c>shuffle(values)</c> of a one-dimensional array.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInterval(i);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 in random order: <c>permutation(count)</c>.</summary>
    public int[] Permutation(int count)
    {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
            numbers[i] = i;
        Shuffle<int>(numbers);
        return numbers;
    }

    /// <summary>
    /// <paramref name="size"/> different values of those given: <c>choice(values, size, replace=False)</c>. The whole order is drawn
    /// even when one value is wanted, as in NumPy.
    /// </summary>
    public T[] Choice<T>(ReadOnlySpan<T> values, int size)
    {
        Debug.Assert(size <= values.Length);
        int[] order = Permutation(values.Length);
        T[] chosen = new T[size];
        for (int i = 0; i < size; i++)
            chosen[i] = values[order[i]];
        return chosen;
    }

    private void Advance()
    {
        for (int i = 0; i < StateLength; i++)
        {
            int next = i + 1 == StateLength ? 0 : i + 1;
            int middle = i + MiddleWord < StateLength ? i + MiddleWord : i + MiddleWord - StateLength;
            uint joined = (_state[i] & 0x80000000u) | (_state[next] & 0x7fffffffu);
            uint twist = (joined & 1) == 0 ? 0u : 0x9908b0dfu;
            _state[i] = _state[middle] ^ (joined >> 1) ^ twist;
        }

        _position = 0;
    }
}
