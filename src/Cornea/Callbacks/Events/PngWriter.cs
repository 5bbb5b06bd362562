using System.Buffers.Binary;
using System.IO.Compression;
using Cornea.Files;

namespace Cornea.Callbacks;

/// <summary>Pixels as a PNG file, 8 bits a channel, without filters. Source: PNG specification, third edition.</summary>
internal static class PngWriter
{
    public static byte[] Write(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        byte colours = channels switch { 1 => 0, 3 => 2, 4 => 6, _ => throw new ArgumentException($"Expected 1, 3 or 4 channels, got {channels}.", nameof(channels)) };
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colours);
        Chunk(file, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * width * channels, width * channels));
            }
        }

        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Of(type), data));
        file.Write(number);
    }
}
