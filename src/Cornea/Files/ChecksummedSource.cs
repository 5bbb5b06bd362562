namespace Cornea.Files;

/// <summary>Bytes whose checksum is known, such as an entry of a zip archive: it is put together of the pieces in which they are read anyway.</summary>
/// <param name="stream">Can seek; it's closed with this object.</param>
/// <param name="start">Where the bytes begin in the stream.</param>
/// <param name="length">How many there are.</param>
/// <param name="place">What messages call them.</param>
/// <param name="crc">CRC-32 of all bytes.</param>
internal sealed class ChecksummedSource(Stream stream, long start, long length, string place, uint crc) : ByteSource(stream, start, length, place)
{
    // Smaller reads are the structure's; they overlap others, and what lies between the large ones is read once more at the end.
    private const int SmallestPiece = 1 << 16;

    private readonly SortedList<long, (long End, uint Crc)> _pieces = [];

    public override void Read(long offset, Span<byte> target)
    {
        base.Read(offset, target);
        if (target.Length >= SmallestPiece) _pieces.TryAdd(offset, (offset + target.Length, Crc32.Of(target)));
    }

    public override void CheckWhole()
    {
        byte[] buffer = new byte[SmallestPiece];
        uint found = 0;
        long at = 0;
        foreach ((long start, (long end, uint pieceCrc)) in _pieces)
        {
            if (start < at) continue; // Overlaps what has been counted.
            Between(start);
            found = Crc32.Combine(found, pieceCrc, end - start);
            at = end;
        }

        Between(Length);
        if (found != crc) throw new InvalidDataException($"{Place}: the checksum is wrong; the file is damaged.");

        void Between(long end)
        {
            for (; at < end; at += buffer.Length)
            {
                Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at));
                base.Read(at, piece);
                found = Crc32.Append(found, piece);
            }

            at = end;
        }
    }
}
