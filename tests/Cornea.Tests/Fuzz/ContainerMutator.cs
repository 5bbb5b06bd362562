using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Cornea.Files;

namespace Cornea.Tests.Fuzz;

/// <summary>Changes what lies in a container (zip, gzip, tar, a file of checked elements), and puts a container that is whole around it again.</summary>
internal static class ContainerMutator
{
    private const int TarBlock = 512;

    /// <summary>A zip archive one of whose entries is changed by what knows its kind; now and then the archive itself.</summary>
    public static byte[] Zip(Random random, byte[] whole)
    {
        if (random.Next(6) == 0) return ByteMutator.Mutate(random, whole);
        using var source = new ZipArchive(new MemoryStream(whole), ZipArchiveMode.Read);
        int chosen = random.Next(source.Entries.Count);
        using var result = new MemoryStream();
        using (var archive = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int index = 0; index < source.Entries.Count; index++)
            {
                ZipArchiveEntry entry = source.Entries[index];
                using var content = new MemoryStream();
                using (Stream stored = entry.Open()) stored.CopyTo(content);
                byte[] bytes = index == chosen ? Entry(random, entry.Name, content.ToArray()) : content.ToArray();
                using Stream written = archive.CreateEntry(entry.FullName, random.Next(2) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest).Open();
                written.Write(bytes);
            }
        }

        return result.ToArray();
    }

    /// <summary>A .npy file whose header's text, or any of whose bytes, are changed.</summary>
    public static byte[] Npy(Random random, byte[] whole)
    {
        if (random.Next(3) == 0) return ByteMutator.Mutate(random, whole);
        int end = whole.AsSpan().IndexOf((byte)'\n') + 1;
        string text = Encoding.Latin1.GetString(whole.AsSpan(10, end - 10));
        string[] sizes = ["(2147483647,)", "(2147483647, 2147483647, 0)", "()", "(0,)", "(-1,)", "(1, 1, 1, 1, 1, 1, 1, 1, 6)", "(6L,)", "(99999999999,)", "(3", "(2, 3)"];
        string[] types = ["<f8", ">f4", "|b1", "<c16", "|O", "<U5", "<f2", "<u8", "", "<i1"];
        int open = text.IndexOf('('), close = text.IndexOf(')'), quote = text.IndexOf("descr': '", StringComparison.Ordinal) + 9;
        text = random.Next(2) == 0 ? text[..open] + sizes[random.Next(sizes.Length)] + text[(close + 1)..] : text[..quote] + types[random.Next(types.Length)] + text[(quote + 3)..];
        byte[] header = Encoding.Latin1.GetBytes(text), bytes = [.. whole[..8], (byte)header.Length, (byte)(header.Length >> 8), .. header, .. whole[end..]];
        return bytes;
    }

    /// <summary>A table as text with a cell, a separator or any bytes changed.</summary>
    public static byte[] Csv(Random random, byte[] whole)
    {
        if (random.Next(3) == 0) return ByteMutator.Mutate(random, whole);
        string[] pieces = ["1e999", "-", "\"", "\"\"", ",", "\n", "\r", "", "0x10", "1,5", "9223372036854775808", "1e-400", "∞", "\u0000", "  ", "+inf", "NAN", "1_000", new string('9', 400), "\ud800"];
        string text = Encoding.UTF8.GetString(whole);
        int at = random.Next(text.Length + 1), end = Math.Min(text.Length, at + random.Next(4));
        return Encoding.UTF8.GetBytes(text[..at] + pieces[random.Next(pieces.Length)] + text[end..]);
    }

    /// <summary>An IDX file, plain or packed by gzip, whose header is changed.</summary>
    public static byte[] Idx(Random random, byte[] whole)
    {
        byte[] bytes = ByteMutator.Mutate(random, whole, bigEndian: true, most: random.Next(4) == 0 ? int.MaxValue : 16);
        return random.Next(2) == 0 ? bytes : Packed(bytes);
    }

    /// <summary>A tar archive packed by gzip, one of whose headers is changed and its checksum set right.</summary>
    public static byte[] Tar(Random random, byte[] whole)
    {
        if (random.Next(6) == 0) return ByteMutator.Mutate(random, Packed(whole));
        byte[] bytes = [.. whole];
        int[] headers = [.. Enumerable.Range(0, bytes.Length / TarBlock).Select(block => block * TarBlock).Where(at => bytes.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))];
        int chosen = headers[random.Next(headers.Length)];
        Span<byte> header = bytes.AsSpan(chosen, TarBlock);
        string[] sizes = ["77777777777", "-1         ", "9999999999 ", "00000000000", "           ", "0x10       ", "00000000001"];
        switch (random.Next(4))
        {
            case 0:
                Encoding.ASCII.GetBytes(sizes[random.Next(sizes.Length)]).CopyTo(header[124..]);
                break;
            case 1:
                header[124] = (byte)(0x80 | random.Next(2) * 0x7F);
                BinaryPrimitives.WriteInt64BigEndian(header[128..], random.NextInt64());
                break;
            case 2:
                header[156] = (byte)(random.Next(2) == 0 ? "LKxg1235"u8[random.Next(8)] : random.Next(256));
                break;
            default:
                Span<byte> changed = ByteMutator.Mutate(random, header.ToArray());
                changed[..Math.Min(changed.Length, TarBlock)].CopyTo(header);
                break;
        }

        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in header) sum += value;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0')).CopyTo(header[148..]);
        return Packed(random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
    }

    /// <summary>A pipeline's cache whose numbers are changed, the checksum of the first element set right for the bytes that had it.</summary>
    public static byte[] Cache(Random random, byte[] whole)
    {
        byte[] bytes = ByteMutator.Mutate(random, whole, most: random.Next(3) == 0 ? int.MaxValue : 128);
        int start = CacheMagicBytes, end = CacheMagicBytes + CacheElementBytes;
        if (bytes.Length >= end + 4 && random.Next(4) > 0) BitConverter.TryWriteBytes(bytes.AsSpan(end), Crc32.Of(bytes.AsSpan(start, end - start)));
        return bytes;
    }

    /// <summary>How long the mark at a cache's beginning is.</summary>
    public const int CacheMagicBytes = 16;

    /// <summary>How long the seed's first element is: mark, three counts, two tensors (dtype, rank, sizes), and five numbers.</summary>
    public const int CacheElementBytes = (8 * (4 + 3 + 3)) + (4 * 4) + 4;

    public static byte[] Packed(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return memory.ToArray();
    }

    private static byte[] Entry(Random random, string name, byte[] content) => Path.GetExtension(name) switch
    {
        ".json" when random.Next(8) > 0 => JsonMutator.Mutate(random, content),
        ".npy" => Npy(random, content),
        _ => ByteMutator.Mutate(random, content),
    };
}
