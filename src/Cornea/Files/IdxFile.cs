using System.Buffers.Binary;
using System.IO.Compression;

namespace Cornea.Files;

/// <summary>IDX files, the format of MNIST and its successors: <c>IdxFile.Load("train-images-idx3-ubyte.gz")</c>. Plain, or compressed by gzip (told by content).</summary>
/// <remarks>
/// Two zero bytes, a byte for the element type, a byte for the number of axes, the sizes, the elements; all big-endian. Source: the
/// description on the MNIST page of LeCun, Cortes and Burges.
/// </remarks>
public static class IdxFile
{
    private const int LargestRank = 8;

    /// <summary>The array of an IDX file. Int8 and Int16, which tensors don't have, become Int32.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <inheritdoc cref="Read(string, long?)"/>
    public static Tensor Load(string path, long? maximumBytes = null) => Read(path, maximumBytes).ToTensor(path);

    /// <summary>Writes an array. Computes. A file of that name is replaced whole or not at all.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="array">UInt8, Int32, Float32 or Float64, of 1 to 8 axes.</param>
    /// <param name="compress">Whether it's compressed by gzip.</param>
    /// <exception cref="ArgumentException">The format has no such array.</exception>
    public static void Save(string path, Tensor array, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Rank is 0 or > LargestRank) throw new ArgumentException($"IdxFile: expected 1 to {LargestRank} axes, got {array.Shape}.", nameof(array));
        FileArray stored = array.ToFileArray();
        byte code = stored.ElementType switch
        {
            FileElementType.UInt8 => 0x08,
            FileElementType.Int32 => 0x0C,
            FileElementType.Float32 => 0x0D,
            FileElementType.Float64 => 0x0E,
            _ => throw new ArgumentException($"IdxFile: the format has no {array.DType}; cast to UInt8, Int32, Float32 or Float64.", nameof(array)),
        };
        byte[] header = new byte[4 + (4 * array.Rank)];
        (header[2], header[3]) = (code, (byte)array.Rank);
        for (int axis = 0; axis < array.Rank; axis++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * axis)), array.Shape[axis]);
        byte[] data = stored.Bytes.ToArray();
        if (BitConverter.IsLittleEndian) ByteOrder.Reverse(data, stored.ElementType.WordSize());
        AtomicFile.Write(path, stream =>
        {
            using Stream? packed = compress ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
            (packed ?? stream).Write(header);
            (packed ?? stream).Write(data);
        });
    }

    /// <summary>Reads an IDX file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="maximumBytes">
    /// How many bytes a compressed file may unpack to. Null: 128 MiB or a hundred times the file's size, whichever is more.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// The file is broken, or declares more than it can hold; the message names the file and the place.
    /// </exception>
    internal static FileArray Read(string path, long? maximumBytes = null)
    {
        using FileStream stream = FileReading.Open(path);
        return Read(stream, path, maximumBytes);
    }

    /// <summary>Reads an IDX file from a stream that can seek; <paramref name="place"/> is what errors begin with.</summary>
    internal static FileArray Read(Stream stream, string place, long? maximumBytes = null)
    {
        long stored = stream.Length;
        byte[] start = new byte[2];
        StreamReading.Fill(stream, start, place, "its first two bytes");
        stream.Position = 0;
        if (start is not [0x1f, 0x8b])
            return ReadPlain(stream, stored, place, exactLength: stored);

        long limit = Math.Min(FileLimits.Expanded(stored, maximumBytes), FileLimits.LargestInflated(stored));
        try
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            using var unpacked = new Crc32Stream(gzip);
            FileArray array = ReadPlain(unpacked, limit, place, exactLength: null);
            CheckTrailer(stream, unpacked.Crc, place);
            return array;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(place, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{place}: the gzip data are damaged: {e.Message}", e);
        }
    }

    private static FileArray ReadPlain(Stream stream, long limit, string place, long? exactLength)
    {
        byte[] magic = new byte[4];
        StreamReading.Fill(stream, magic, place, "the IDX header");
        if (magic[0] != 0 || magic[1] != 0)
            throw new InvalidDataException($"{place}: not an IDX file (it doesn't begin with two zero bytes).");
        FileElementType type = TypeOf(magic[2], place);
        int rank = magic[3];
        if (rank is 0 or > LargestRank)
            throw new InvalidDataException($"{place}: the IDX header declares {rank} axes; 1 to {LargestRank} are read.");

        byte[] sizes = new byte[4 * rank];
        StreamReading.Fill(stream, sizes, place, "the sizes in the IDX header");
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            shape[axis] = BinaryPrimitives.ReadInt32BigEndian(sizes.AsSpan(4 * axis));
            if (shape[axis] < 0)
                throw new InvalidDataException($"{place}: the IDX header declares a size of {(uint)shape[axis]:N0} for axis {axis}.");
        }

        int bytes = (int)FileLimits.ArrayBytes(type, shape, Math.Min(limit, Array.MaxLength), place);
        long length = magic.Length + sizes.Length + (long)bytes;
        if (exactLength is long actual && actual != length)
        {
            throw new InvalidDataException(
                $"{place}: an IDX array {type} {FileArray.Describe(shape)} makes a file of {length:N0} bytes; this one has {actual:N0}.");
        }

        byte[] data = new byte[bytes];
        StreamReading.Fill(stream, data, place, "the elements");
        StreamReading.ExpectEnd(stream, place, "the last element");
        if (BitConverter.IsLittleEndian)
            ByteOrder.Reverse(data, type.WordSize());
        return new FileArray(type, shape, data);
    }

    // .NET's gzip reader is content when the trailer (the checksum and the length, four bytes each) is cut off. An IDX file is one
    // gzip member, so the trailer is the file's end.
    private static void CheckTrailer(Stream stream, uint crc, string place)
    {
        byte[] checksum = new byte[4];
        stream.Position = Math.Max(0, stream.Length - 8);
        StreamReading.Fill(stream, checksum, place, "the gzip trailer");
        if (BinaryPrimitives.ReadUInt32LittleEndian(checksum) != crc)
            throw new InvalidDataException($"{place}: gzip's checksum is wrong or missing; the file is damaged.");
    }

    private static FileElementType TypeOf(byte code, string place) => code switch
    {
        0x08 => FileElementType.UInt8,
        0x09 => FileElementType.Int8,
        0x0B => FileElementType.Int16,
        0x0C => FileElementType.Int32,
        0x0D => FileElementType.Float32,
        0x0E => FileElementType.Float64,
        _ => throw new InvalidDataException(
            $"{place}: the IDX element type 0x{code:X2} is unknown (08, 09, 0B, 0C, 0D and 0E are known)."),
    };
}
