namespace Cornea.Vision.Jpeg;

/// <summary>A Huffman code of a JPEG file as tables: what the next bits mean, all at once where they are few.</summary>
/// <remarks>Source: ITU-T T.81, annexes C and F.2.2.3.</remarks>
internal sealed class HuffmanTable
{
    /// <summary>So many bits are looked up at once.</summary>
    public const int LookupBits = 10;

    private const int LongestCode = 16;

    private readonly int[] _lookup = new int[1 << LookupBits];
    private readonly int[] _largest = new int[LongestCode + 2]; // Of each length the largest code, shifted to sixteen bits; one more.
    private readonly int[] _offset = new int[LongestCode + 1];
    private readonly byte[] _symbols;

    private HuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>The table of a DHT segment.</summary>
    /// <param name="counts">How many codes there are of each length, from 1 to 16 bits.</param>
    /// <param name="symbols">What they mean, in their order.</param>
    /// <returns>Null where they are no code.</returns>
    public static HuffmanTable? Of(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var table = new HuffmanTable(symbols.ToArray());
        int code = 0, next = 0;
        for (int length = 1; length <= LongestCode; length++, code <<= 1)
        {
            table._offset[length] = next - code;
            for (int index = 0; index < counts[length - 1]; index++, code++, next++)
            {
                if (code >= 1 << length) return null;
                if (length > LookupBits) continue;
                table._lookup.AsSpan(code << (LookupBits - length), 1 << (LookupBits - length)).Fill((symbols[next] << 8) | length);
            }

            table._largest[length] = code << (LongestCode - length);
        }

        table._largest[LongestCode + 1] = int.MaxValue;
        return table;
    }

    /// <summary>The symbol (from bit 8 on) and the length (below) of the code that so many bits begin with; 0 if it's longer.</summary>
    public int Look(int bits) => _lookup[bits];

    /// <summary>The same of a code of any length, from the next sixteen bits; 0 if there is no such code.</summary>
    public int LookLong(int bits)
    {
        int length = LookupBits + 1;
        while (bits >= _largest[length]) length++;
        if (length > LongestCode) return 0;
        int place = _offset[length] + (bits >> (LongestCode - length));
        return place < _symbols.Length ? (_symbols[place] << 8) | length : 0;
    }
}
