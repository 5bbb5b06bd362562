using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Cornea.Files;

/// <summary>A zip archive's directory, read once and checked against the archive: nothing overlaps, and no entry is missing from it.</summary>
/// <remarks>
/// .NET's own reader goes through the whole directory each time an archive is opened, and believes a directory that lacks entries. Source:
/// PKWARE's APPNOTE, sections 4.3 and 4.5.
/// </remarks>
internal sealed class ZipDirectory
{
    private const uint LocalSignature = 0x04034b50, EntrySignature = 0x02014b50, EndSignature = 0x06054b50;
    private const uint Zip64EndSignature = 0x06064b50, Zip64LocatorSignature = 0x07064b50;
    private const int LocalBytes = 30, EntryBytes = 46, EndBytes = 22, Zip64EndBytes = 56, Zip64LocatorBytes = 20;
    private const int Zip64Extra = 1;

    private readonly string _place;
    private readonly Dictionary<string, long> _dataStarts = [];

    private ZipDirectory(string place, List<ZipEntry> entries) => (_place, Entries) = (place, entries);

    /// <summary>The entries, in the directory's order.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="archive">Can seek.</param>
    /// <param name="place">What messages begin with.</param>
    /// <exception cref="InvalidDataException">It's no zip archive, or its parts contradict each other.</exception>
    public static ZipDirectory Read(Stream archive, string place)
    {
        long length = archive.Length;
        byte[] tail = ReadAt(archive, Math.Max(0, length - EndBytes - ushort.MaxValue), (int)Math.Min(length, EndBytes + ushort.MaxValue), place);
        int end = FindEnd(tail);
        if (end < 0) throw Broken(place, "it has no directory at its end");
        ReadOnlySpan<byte> record = tail.AsSpan(end);
        long count = UInt16(record, 10), size = UInt32(record, 12), start = UInt32(record, 16), directoryEnd = length - tail.Length + end;
        if (count == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue)
            (count, size, start, directoryEnd) = ReadZip64(archive, directoryEnd, (count, size, start), place);
        if (start < 0 || size < 0 || start > directoryEnd || size != directoryEnd - start) throw Broken(place, "its directory isn't where it should be");
        if (size > Array.MaxLength || count > size / EntryBytes) throw Broken(place, $"its directory has {size:N0} bytes for {count:N0} entries");
        var directory = new ZipDirectory(place, ReadEntries(ReadAt(archive, start, (int)size, place), count, start, place));
        directory.CheckParts(archive, start);
        return directory;
    }

    /// <summary>An entry's content, unpacked. Its length and checksum are the caller's to check.</summary>
    public Stream Open(Stream archive, ZipEntry entry)
    {
        var stored = new StreamPart(archive, DataStart(entry), entry.StoredBytes);
        return entry.Method == 0 ? stored : new DeflateStream(stored, CompressionMode.Decompress);
    }

    /// <summary>Where an entry's content begins in the archive.</summary>
    public long DataStart(ZipEntry entry) => _dataStarts[entry.Name];

    private static int FindEnd(byte[] tail)
    {
        for (int at = tail.Length - EndBytes; at >= 0; at--)
            if (UInt32(tail, at) == EndSignature && at + EndBytes + UInt16(tail, at + 20) == tail.Length) return at;
        return -1;
    }

    // The real numbers where 16 or 32 bits don't hold them; the others stay.
    private static (long Count, long Size, long Start, long End) ReadZip64(Stream archive, long end, (long Count, long Size, long Start) small, string place)
    {
        if (end < Zip64LocatorBytes) return (small.Count, small.Size, small.Start, end);
        byte[] locator = ReadAt(archive, end - Zip64LocatorBytes, Zip64LocatorBytes, place);
        if (UInt32(locator, 0) != Zip64LocatorSignature) return (small.Count, small.Size, small.Start, end);
        long at = Int64(locator, 8, place);
        if (at > end - Zip64LocatorBytes - Zip64EndBytes) throw Broken(place, "its directory isn't where it should be");
        byte[] record = ReadAt(archive, at, Zip64EndBytes, place);
        if (UInt32(record, 0) != Zip64EndSignature) throw Broken(place, "its directory isn't where it should be");
        return (Int64(record, 32, place), Int64(record, 40, place), Int64(record, 48, place), at);
    }

    private static List<ZipEntry> ReadEntries(byte[] bytes, long count, long directoryStart, string place)
    {
        var entries = new List<ZipEntry>((int)count);
        var names = new HashSet<string>();
        int at = 0;
        for (long index = 0; index < count; index++)
        {
            if (bytes.Length - at < EntryBytes || UInt32(bytes, at) != EntrySignature) throw Broken(place, $"its directory has {count:N0} entries, of which {index:N0} are there");
            int nameBytes = UInt16(bytes, at + 28), extraBytes = UInt16(bytes, at + 30), commentBytes = UInt16(bytes, at + 32);
            if (bytes.Length - at - EntryBytes < nameBytes + extraBytes + commentBytes) throw Broken(place, "its directory is cut off");
            string name = Encoding.UTF8.GetString(bytes, at + EntryBytes, nameBytes);
            (long unpacked, long stored, long start) = Sizes(bytes.AsSpan(at, EntryBytes), bytes.AsSpan(at + EntryBytes + nameBytes, extraBytes), place);
            if (start > directoryStart - LocalBytes || stored > directoryStart - start) throw Broken(place, $"entry '{FileText.Shortened(name)}' lies outside of it");
            if (!names.Add(name)) throw Broken(place, $"two entries are called '{FileText.Shortened(name)}'");
            entries.Add(new ZipEntry(name, start, stored, unpacked, UInt16(bytes, at + 10), UInt16(bytes, at + 8), UInt32(bytes, at + 16)));
            at += EntryBytes + nameBytes + extraBytes + commentBytes;
        }

        return at == bytes.Length ? entries : throw Broken(place, $"its directory goes on after its {count:N0} entries");
    }

    private static (long Bytes, long Stored, long Start) Sizes(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra, string place)
    {
        long stored = UInt32(entry, 20), bytes = UInt32(entry, 24), start = UInt32(entry, 42);
        if (stored != uint.MaxValue && bytes != uint.MaxValue && start != uint.MaxValue) return (bytes, stored, start);
        while (extra.Length >= 4)
        {
            int kind = UInt16(extra, 0), size = UInt16(extra, 2);
            if (extra.Length - 4 < size) break;
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            extra = extra[(4 + size)..];
            if (kind != Zip64Extra) continue;
            if (bytes == uint.MaxValue) bytes = Next(ref field);
            if (stored == uint.MaxValue) stored = Next(ref field);
            if (start == uint.MaxValue) start = Next(ref field);
            break;
        }

        return (bytes, stored, start);

        long Next(ref ReadOnlySpan<byte> field)
        {
            if (field.Length < 8) throw Broken(place, "an entry's sizes are cut off");
            long value = Int64(field, 0, place);
            field = field[8..];
            return value;
        }
    }

    // Each entry's own header must be there, none may begin within another, and where there is room for one that the directory lacks, none may stand.
    private void CheckParts(Stream archive, long directoryStart)
    {
        long end = 0;
        foreach (ZipEntry entry in Entries.OrderBy(entry => entry.Start))
        {
            if (entry.Start < end) throw Broken(_place, $"entry '{FileText.Shortened(entry.Name)}' overlaps another");
            CheckGap(archive, end, entry.Start);
            byte[] header = ReadAt(archive, entry.Start, LocalBytes, _place);
            long dataStart = entry.Start + LocalBytes + UInt16(header, 26) + UInt16(header, 28);
            if (UInt32(header, 0) != LocalSignature || dataStart > directoryStart || entry.StoredBytes > directoryStart - dataStart)
                throw Broken(_place, $"entry '{FileText.Shortened(entry.Name)}' isn't where the directory says");
            _dataStarts.Add(entry.Name, dataStart);
            end = dataStart + entry.StoredBytes;
        }

        CheckGap(archive, end, directoryStart);
    }

    private void CheckGap(Stream archive, long start, long end)
    {
        if (end - start < LocalBytes) return; // At most sizes that follow the data.
        byte[] gap = ReadAt(archive, start, (int)Math.Min(end - start, 4 + LocalBytes + 24), _place);
        if (gap.AsSpan().IndexOf("PK\u0003\u0004"u8) >= 0) throw Broken(_place, $"its directory lacks an entry that lies at byte {start:N0}");
    }

    private static byte[] ReadAt(Stream archive, long start, int count, string place)
    {
        byte[] bytes = new byte[count];
        archive.Position = start;
        StreamReading.Fill(archive, bytes, place, "the zip archive");
        return bytes;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at, string place) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]) is >= 0 and var value
        ? value : throw Broken(place, "a size is beyond 2⁶³");

    private static InvalidDataException Broken(string place, string what) => new($"{place}: not a readable zip archive: {what}.");
}
