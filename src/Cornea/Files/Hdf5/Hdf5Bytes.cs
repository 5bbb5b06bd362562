using System.Buffers.Binary;

namespace Cornea.Files;

/// <summary>An HDF5 file's bytes: every access is checked, and what lies outside the file is a broken file.</summary>
/// <param name="bytes">The whole file.</param>
/// <param name="place">What messages call it.</param>
/// <param name="budget">What is made of it is charged to.</param>
internal sealed class Hdf5Bytes(byte[] bytes, string place, LoadBudget budget)
{
    private long _claimed;

    /// <summary>HDF5's address of nothing.</summary>
    public const long Undefined = -1;

    public int Length => bytes.Length;

    public LoadBudget Budget => budget;

    /// <summary>
    /// Says that a part of the structure (a header's block, a node, a name) is about to be read. In a whole file no two of them overlap, so
    /// all together aren't longer than the file; in one that makes the same bytes stand for ever more objects, they are.
    /// </summary>
    public void Claim(long offset, long count)
    {
        Span(offset, count);
        _claimed += count;
        if (_claimed > Length) throw Broken(offset, "its parts overlap each other");
    }

    public ReadOnlySpan<byte> Span(long offset, long count) => offset >= 0 && count >= 0 && offset <= bytes.Length && count <= bytes.Length - offset
        ? bytes.AsSpan((int)offset, (int)count)
        : throw Broken(offset, $"expected {count:N0} bytes at {offset:N0}, the file has {bytes.Length:N0}");

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
        if (!Span(offset, expected.Length).SequenceEqual(expected)) throw Broken(offset, $"expected '{System.Text.Encoding.ASCII.GetString(expected)}'");
    }

    public InvalidDataException Broken(long offset, string what) => new($"{place}: broken HDF5 file near byte {offset:N0}: {what}.");

    public InvalidDataException Refused(string what) => new($"{place}: {what}.");
}
