using System.Buffers.Binary;

namespace Cornea.Files;

/// <summary>The elements of a MATLAB file from version 5 on: a tag with a type and a size, then so many bytes, then bytes up to a multiple of 8.</summary>
/// <param name="stream">Stands at the first element.</param>
/// <param name="length">How many bytes may be read of it: those of the file, or of what one compressed element may become.</param>
/// <param name="place">What messages begin with.</param>
/// <param name="isBigEndian">The file's byte order.</param>
internal sealed class Mat5Stream(Stream stream, long length, string place, bool isBigEndian)
{
    private const int TagBytes = 8, SmallBytes = 4;

    private readonly byte[] _tag = new byte[TagBytes];
    private long _position;

    /// <summary>How many bytes are left of the element around; an element in it can't be longer.</summary>
    public long Left => End - _position;

    /// <summary>Where the element around ends.</summary>
    public long End { get; private set; } = length;

    /// <summary>Reads a tag. A small element has its data in it.</summary>
    /// <exception cref="InvalidDataException">The element is longer than the one around.</exception>
    public Mat5Element ReadElement(string who)
    {
        Read(_tag, who);
        uint first = Number(0), second = Number(4);
        int smallSize = (int)(first >> 16);
        if (smallSize > 0)
            return smallSize <= SmallBytes ? new Mat5Element((Mat5Type)(first & 0xFFFF), smallSize, [.. _tag.AsSpan(SmallBytes, smallSize)])
                : throw Broken(who, $"expected a small element of at most {SmallBytes} bytes, got {smallSize}");
        if (second > Left) throw Broken(who, $"an element says that it has {second:N0} bytes, of which {Left:N0} are there");
        return new Mat5Element((Mat5Type)first, second, null);
    }

    /// <summary>An element's bytes, of words of a size, in the machine's order.</summary>
    public byte[] ReadData(Mat5Element element, int wordSize, LoadBudget budget, string who)
    {
        byte[] bytes = element.Small ?? [];
        if (element.Small is null)
        {
            budget.Take(element.Size, who);
            bytes = new byte[element.Size <= Array.MaxLength ? (int)element.Size : throw Broken(who, $"an element of {element.Size:N0} bytes is more than is read")];
            Read(bytes, who);
            SkipPadding(element.Size, who);
        }

        if (bytes.Length % wordSize != 0) throw Broken(who, $"{bytes.Length:N0} bytes aren't words of {wordSize}");
        if (isBigEndian == BitConverter.IsLittleEndian) ByteOrder.Reverse(bytes, wordSize);
        return bytes;
    }

    /// <summary>Reads what lies in an element, and goes to its end.</summary>
    public T Within<T>(Mat5Element element, string who, Func<T> read)
    {
        long around = End;
        End = _position + element.Size;
        T result = read();
        Skip(Left, who);
        End = around;
        return result;
    }

    /// <summary>Goes on to the end of an element.</summary>
    public void Skip(long count, string who)
    {
        Span<byte> passed = stackalloc byte[4096];
        while (count > 0)
        {
            int part = (int)Math.Min(count, passed.Length);
            Read(passed[..part], who);
            count -= part;
        }
    }

    public InvalidDataException Broken(string who, string what) => new($"{who}: broken MATLAB file near byte {_position:N0} of {place}: {what}.");

    private void SkipPadding(long size, string who) => Skip(Math.Min(-size & (TagBytes - 1), Left), who);

    private void Read(Span<byte> target, string who)
    {
        if (target.Length > Left) throw Broken(who, $"expected {target.Length:N0} bytes, there are {Left:N0}");
        StreamReading.Fill(stream, target, who, "an element");
        _position += target.Length;
    }

    private uint Number(int at) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(_tag.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(_tag.AsSpan(at));
}
