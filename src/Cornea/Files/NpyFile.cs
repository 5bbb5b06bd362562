using System.Buffers.Binary;
using System.Text;

namespace Cornea.Files;

/// <summary>Reads and writes .npy files: one array as NumPy's <c>save</c> writes it, format versions 1 to 3.</summary>
/// <remarks>
/// Reads every numeric type and bool, both byte orders, both axis orders. Arrays of Python objects are refused by name: they are
/// pickles, and reading a pickle runs code. Source: NumPy's NEP 1 and the documentation of numpy.lib.format.
/// </remarks>
internal static class NpyFile
{
    /// <summary>What is appended to an array's name in an .npz archive.</summary>
    public const string Extension = ".npy";

    // NumPy writes headers of 64 to a few hundred bytes; the format would allow 4 GiB.
    private const int LargestHeader = 1 << 16;
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a .npy file.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is broken or holds something else than numbers; the message names the file and the place. Nothing larger than the file
    /// itself is allocated.
    /// </exception>
    public static FileArray Read(string path)
    {
        using FileStream stream = FileReading.Open(path);
        return Read(stream, stream.Length, path);
    }

    /// <summary>Reads an array from a stream.</summary>
    /// <param name="stream">Stands at the array's first byte; it is read to the array's last.</param>
    /// <param name="length">How many bytes the array takes with its header. The caller vouches for it: it bounds what is allocated.</param>
    /// <param name="place">What error messages begin with.</param>
    public static FileArray Read(Stream stream, long length, string place)
    {
        var (header, headerBytes) = ReadHeader(stream, place);
        int bytes = (int)FileLimits.ArrayBytes(header.ElementType, header.Shape, Math.Min(length, Array.MaxLength), place);
        if (headerBytes + bytes != length)
        {
            throw new InvalidDataException(
                $"{place}: the header declares {header.ElementType} {FileArray.Describe(header.Shape)}, {bytes:N0} bytes, "
                + $"but {Math.Max(0, length - headerBytes):N0} follow it.");
        }

        byte[] data = new byte[bytes];
        StreamReading.Fill(stream, data, place, "the elements");
        if (header.BigEndian == BitConverter.IsLittleEndian)
            ByteOrder.Reverse(data, header.ElementType.WordSize());
        if (header.FortranOrder && header.Shape.Length > 1)
            data = AxisOrder.FromFirstFastest(data, header.Shape, header.ElementType.Size());
        if (header.ElementType == FileElementType.Bool)
            MakeBool(data);
        return new FileArray(header.ElementType, header.Shape, data);
    }

    /// <summary>Writes a .npy file (version 1.0). A file of that name is replaced whole or not at all.</summary>
    public static void Write(string path, FileArray array) => AtomicFile.Write(path, stream => Write(stream, array));

    /// <summary>Writes an array in the .npy format.</summary>
    public static void Write(Stream stream, FileArray array)
    {
        string text = NpyHeader.Format(array.ElementType, array.Shape);

        // The elements begin at a multiple of 64 bytes, as NumPy wants it: spaces fill up to the closing line feed.
        int prefix = Magic.Length + 4;
        int total = (prefix + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[total];
        Magic.CopyTo(header);
        header[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length + 2), (ushort)(total - prefix));
        header.AsSpan(prefix).Fill((byte)' ');
        Encoding.Latin1.GetBytes(text, header.AsSpan(prefix));
        header[^1] = (byte)'\n';
        stream.Write(header);
        stream.Write(array.Bytes);
    }

    private static (NpyHeader Header, int Bytes) ReadHeader(Stream stream, string place)
    {
        byte[] start = new byte[Magic.Length + 2];
        StreamReading.Fill(stream, start, place, "the .npy signature");
        if (!start.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"{place}: not a .npy file (it doesn't begin with \\x93NUMPY).");
        int version = start[Magic.Length];
        if (version is < 1 or > 3)
            throw new InvalidDataException($"{place}: .npy format version {version}.{start[^1]} is unknown; 1 to 3 are read.");

        byte[] size = new byte[version == 1 ? 2 : 4];
        StreamReading.Fill(stream, size, place, "the length of the .npy header");
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LargestHeader)
            throw new InvalidDataException($"{place}: the .npy header declares {length:N0} bytes; at most {LargestHeader:N0} are read.");
        byte[] text = new byte[length];
        StreamReading.Fill(stream, text, place, "the .npy header");
        return (NpyHeader.Parse(text, place), start.Length + size.Length + text.Length);
    }

    // A bool of .NET is 0 or 1; a file may hold any byte for true.
    private static void MakeBool(Span<byte> data)
    {
        foreach (ref byte value in data)
            value = value == 0 ? (byte)0 : (byte)1;
    }
}
