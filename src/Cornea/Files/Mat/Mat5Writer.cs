using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Cornea.Files;

/// <summary>Writes MATLAB files of version 5: a header of text, then each array as an element; compressed by zlib it is a file of version 7.</summary>
internal static class Mat5Writer
{
    private const int HeaderBytes = 128, TextBytes = 116, TagBytes = 8, LongestName = 63;
    private const int LogicalFlag = 0x0200;

    /// <summary>Checks what is to be written.</summary>
    /// <inheritdoc cref="MatFile.Save" path="/exception"/>
    public static void Check(KeyValuePair<string, Tensor>[] arrays)
    {
        var names = new HashSet<string>();
        foreach ((string name, Tensor array) in arrays)
        {
            if (!IsName(name)) throw new ArgumentException($"MatFile: expected a name of MATLAB's (a letter, then letters, digits and underscores, {LongestName} at most), got '{name}'.", nameof(arrays));
            if (!names.Add(name)) throw new ArgumentException($"MatFile: the name '{name}' stands twice.", nameof(arrays));
            if (array.Spec.Bytes > int.MaxValue - 1024) throw new NotSupportedException($"MatFile: '{name}' takes {array.Spec.Bytes:N0} bytes; an array of a MATLAB file may have 2 GiB. Write parts of it, or a .npy file.");
        }
    }

    public static void Write(Stream stream, KeyValuePair<string, Tensor>[] arrays, bool compress)
    {
        byte[] header = new byte[HeaderBytes];
        header.AsSpan(0, TextBytes).Fill((byte)' ');
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by Cornea").CopyTo(header, 0);
        header[125] = 1; // Version 0x0100, and the mark of the byte order.
        (header[126], header[127]) = ((byte)'I', (byte)'M');
        stream.Write(header);
        foreach ((string name, Tensor array) in arrays)
        {
            if (compress) WriteCompressed(stream, name, array);
            else WriteArray(stream, name, array);
        }
    }

    // How long an element has become is known when it has been written.
    private static void WriteCompressed(Stream stream, string name, Tensor array)
    {
        long start = stream.Position;
        WriteTag(stream, Mat5Type.Compressed, 0);
        using (var packed = new ZLibStream(stream, CompressionLevel.Optimal, leaveOpen: true)) WriteArray(packed, name, array);
        long end = stream.Position, size = end - start - TagBytes;
        if (size > uint.MaxValue) throw new NotSupportedException($"MatFile: '{name}' takes {size:N0} bytes; an array of a MATLAB file may have 4 GiB.");
        stream.Position = start;
        WriteTag(stream, Mat5Type.Compressed, (uint)size);
        stream.Position = end;
    }

    private static void WriteArray(Stream stream, string name, Tensor array)
    {
        (Mat5Class kind, Mat5Type type) = Kind(array.DType);
        int[] shape = array.Rank switch { 0 => [1, 1], 1 => [1, array.Shape[0]], _ => [.. array.Shape] };
        byte[] text = Encoding.ASCII.GetBytes(name), values = FileTensors.BytesOf(array);
        values = AxisOrder.FromFirstFastest(values, [.. shape.Reverse()], array.DType.Size); // To MATLAB's order is from the other way round.
        if (!BitConverter.IsLittleEndian) ByteOrder.Reverse(values, array.DType.Size);
        WriteTag(stream, Mat5Type.Matrix, (uint)(TagBytes + 8 + TagBytes + Padded(4L * shape.Length) + TagBytes + Padded(text.Length) + TagBytes + Padded(values.Length)));
        WriteElement(stream, Mat5Type.UInt32, Words((int)kind | (array.DType == DType.Bool ? LogicalFlag : 0), 0));
        WriteElement(stream, Mat5Type.Int32, Words(shape));
        WriteElement(stream, Mat5Type.Int8, text);
        WriteElement(stream, type, values);
    }

    private static (Mat5Class Kind, Mat5Type Type) Kind(DType dtype) =>
        dtype == DType.Float32 ? (Mat5Class.Single, Mat5Type.Single)
        : dtype == DType.Float64 ? (Mat5Class.Double, Mat5Type.Double)
        : dtype == DType.Int32 ? (Mat5Class.Int32, Mat5Type.Int32)
        : dtype == DType.Int64 ? (Mat5Class.Int64, Mat5Type.Int64)
        : (Mat5Class.UInt8, Mat5Type.UInt8);

    private static void WriteElement(Stream stream, Mat5Type type, ReadOnlySpan<byte> data)
    {
        WriteTag(stream, type, (uint)data.Length);
        stream.Write(data);
        stream.Write(new byte[Padded(data.Length) - data.Length]);
    }

    private static void WriteTag(Stream stream, Mat5Type type, uint size)
    {
        Span<byte> tag = stackalloc byte[TagBytes];
        BinaryPrimitives.WriteInt32LittleEndian(tag, (int)type);
        BinaryPrimitives.WriteUInt32LittleEndian(tag[4..], size);
        stream.Write(tag);
    }

    private static byte[] Words(params ReadOnlySpan<int> words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int index = 0; index < words.Length; index++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * index), words[index]);
        return bytes;
    }

    private static long Padded(long size) => (size + TagBytes - 1) & ~(TagBytes - 1L);

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
