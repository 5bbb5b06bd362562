using System.Buffers.Binary;
using System.Text;

namespace Cornea.Files;

/// <summary>An HDF5 file's bytes: every access is checked, and what lies outside the file is a broken file.</summary>
/// <param name="source">The whole file.</param>
/// <param name="place">What messages call it.</param>
/// <param name="budget">What is made of it is charged to.</param>
internal sealed class Hdf5Bytes(ByteSource source, string place, LoadBudget budget)
{
    private const int BlockBytes = 1 << 12;
    private const int BlocksKept = 64;
    private const int TextPart = 64;

    // The structure is read in blocks, of which the last few are kept; who got a part of one that isn't any more may go on using it.
    private readonly (long Number, byte[]? Bytes)[] _blocks = new (long, byte[]?)[BlocksKept];
    private long _claimed;

    /// <summary>HDF5's address of nothing.</summary>
    public const long Undefined = -1;

    public long Length => source.Length;

    public LoadBudget Budget => budget;

    /// <summary>
    /// Says that a part of the structure (a header's block, a node, a name) is about to be read. In a whole file no two of them overlap, so
    /// all together aren't longer than the file; in one that makes the same bytes stand for ever more objects, they are.
    /// </summary>
    public void Claim(long offset, long count)
    {
        Check(offset, count);
        _claimed += count;
        if (_claimed > Length) throw Broken(offset, "its parts overlap each other");
    }

    /// <summary>Checks that the bytes lie in the file.</summary>
    public void Check(long offset, long count)
    {
        if (offset < 0 || count < 0 || offset > Length || count > Length - offset)
            throw Broken(offset, $"expected {count:N0} bytes at {offset:N0}, the file has {Length:N0}");
    }

    /// <summary>A part of the structure.</summary>
    public ReadOnlySpan<byte> Span(long offset, int count)
    {
        Check(offset, count);
        long block = offset / BlockBytes, start = block * BlockBytes;
        if (offset + count > start + BlockBytes)
        {
            byte[] bytes = new byte[count];
            source.Read(offset, bytes);
            return bytes;
        }

        ref (long Number, byte[]? Bytes) kept = ref _blocks[block % BlocksKept];
        if (kept.Bytes is null || kept.Number != block)
        {
            byte[] bytes = new byte[Math.Min(BlockBytes, Length - start)];
            source.Read(start, bytes);
            kept = (block, bytes);
        }

        return kept.Bytes.AsSpan((int)(offset - start), count);
    }

    /// <summary>Reads values straight into their place.</summary>
    public void Read(long offset, Span<byte> target)
    {
        Check(offset, target.Length);
        source.Read(offset, target);
    }

    public byte Byte(long offset) => Span(offset, 1)[0];

    public int UInt16(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, 2));

    public long UInt32(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(Span(offset, 4));

    /// <summary>A size or an address; all ones is <see cref="Undefined"/>, what is beyond 2⁶³ is refused.</summary>
    public long UInt64(long offset)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(Span(offset, 8));
        return value >= Undefined ? value : throw Broken(offset, "expected a size or an address below 2⁶³");
    }

    /// <summary>A number of 1, 2, 4 or 8 bytes.</summary>
    public long Number(long offset, int size) => size switch
    {
        1 => Byte(offset),
        2 => UInt16(offset),
        4 => UInt32(offset),
        _ => UInt64(offset),
    };

    public void Signature(long offset, ReadOnlySpan<byte> expected)
    {
        if (!Span(offset, expected.Length).SequenceEqual(expected)) throw Broken(offset, $"expected '{Encoding.ASCII.GetString(expected)}'");
    }

    /// <summary>A text that ends with a zero, at <paramref name="end"/> at the latest; its bytes are claimed.</summary>
    public string Text(long offset, long end)
    {
        var text = new List<byte>();
        for (long at = offset; ; at += TextPart)
        {
            int count = (int)Math.Min(TextPart, end - at);
            if (count <= 0) throw Broken(offset, "a name has no end");
            ReadOnlySpan<byte> part = Span(at, count);
            int length = part.IndexOf((byte)0);
            text.AddRange(length < 0 ? part : part[..length]);
            if (length < 0) continue;
            Claim(offset, text.Count + 1L);
            return Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text));
        }
    }

    public InvalidDataException Broken(long offset, string what) => new($"{place}: broken HDF5 file near byte {offset:N0}: {what}.");

    public InvalidDataException Refused(string what) => new($"{place}: {what}.");
}
