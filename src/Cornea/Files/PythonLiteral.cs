using System.Globalization;

namespace Cornea.Files;

/// <summary>Takes the few Python literals that a .npy header holds from its text, one after the other.</summary>
internal sealed class PythonLiteral(string text, string place)
{
    private int _position;

    /// <summary>The next character that isn't white space, left where it is; '\0' at the end.</summary>
    public char Next
    {
        get
        {
            while (_position < text.Length && text[_position] is ' ' or '\n' or '\r' or '\t')
                _position++;
            return _position < text.Length ? text[_position] : '\0';
        }
    }

    public bool TryTake(char expected)
    {
        if (Next != expected)
            return false;
        _position++;
        return true;
    }

    public void Expect(char expected)
    {
        if (!TryTake(expected))
            throw Broken($"expected '{expected}'");
    }

    public void ExpectEnd()
    {
        if (Next != '\0' || _position < text.Length)
            throw Broken("something follows its end");
    }

    /// <summary>A string in single or double quotes, without escapes.</summary>
    public string TakeString()
    {
        char quote = Next;
        if (quote is not ('\'' or '"'))
            throw Broken("expected a string");
        int start = _position + 1;
        int end = text.IndexOf(quote, start);
        if (end < 0)
            throw Broken("a string doesn't end");
        string value = text[start..end];
        if (value.Contains('\\'))
            throw Broken("a string holds a backslash");
        _position = end + 1;
        return value;
    }

    public bool TakeBool()
    {
        _ = Next;
        foreach (bool value in (ReadOnlySpan<bool>)[true, false])
        {
            string word = value ? "True" : "False";
            if (string.CompareOrdinal(text, _position, word, 0, word.Length) == 0)
            {
                _position += word.Length;
                return value;
            }
        }

        throw Broken("expected True or False");
    }

    /// <summary>A tuple of sizes such as <c>(3, 4)</c>, <c>(3,)</c> or <c>()</c>.</summary>
    public int[] TakeSizes(int most)
    {
        var sizes = new List<int>();
        Expect('(');
        while (!TryTake(')'))
        {
            if (sizes.Count == most)
                throw Broken($"the shape has more than {most} axes");
            sizes.Add(TakeSize());
            if (!TryTake(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. sizes];
    }

    public InvalidDataException Broken(string what) =>
        new($"{place}: the .npy header can't be read: {what} (at character {_position} of {Shorten(text)}).");

    private int TakeSize()
    {
        bool negative = TryTake('-');
        _ = Next;
        int start = _position;
        while (_position < text.Length && char.IsAsciiDigit(text[_position]))
            _position++;
        ReadOnlySpan<char> digits = text.AsSpan(start.._position);
        if (digits.IsEmpty)
            throw Broken("expected a size");
        if (negative)
            throw Broken("a size is negative");
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int size))
            throw Broken($"a size is larger than {int.MaxValue:N0}");
        TryTake('L'); // Python 2 wrote long integers so.
        return size;
    }

    private static string Shorten(string value)
    {
        string trimmed = value.Trim();
        string printable = new([.. trimmed.Take(120).Select(c => c is >= ' ' and < (char)127 ? c : '?')]);
        return trimmed.Length > 120 ? printable + "…" : printable;
    }
}
