using System.Buffers.Binary;
using System.IO.Compression;
using Cornea.Vision.Png;

namespace Cornea.Vision.Tests.Images;

/// <summary>Pictures that tests draw, and files made of bytes that no encoder of ours writes.</summary>
internal static class Pictures
{
    /// <summary>Numbers without a pattern, the same each time: UInt8 [height, width, channels].</summary>
    public static Tensor Noise(int height, int width, int channels, int seed = 1)
    {
        byte[] pixels = new byte[height * width * channels];
        new Random(seed).NextBytes(pixels);
        return Tensor.From(pixels, [height, width, channels]);
    }

    /// <summary>A smooth picture, as photos are: UInt8 [height, width, 3].</summary>
    public static Tensor Smooth(int height, int width)
    {
        var pixels = new byte[height, width, 3];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                (pixels[y, x, 0], pixels[y, x, 1], pixels[y, x, 2]) = ((byte)(255 * x / width), (byte)(255 * y / height), (byte)(127 + (127 * Math.Sin(x * 0.2) * Math.Cos(y * 0.15))));
        return Tensor.From(pixels);
    }

    /// <summary>A PNG of rows as they are given, each with its filter's byte in front.</summary>
    public static byte[] Png(int width, int height, int depth, int colourType, byte[] rows, bool isInterlaced = false, params (string Type, byte[] Content)[] parts)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, isInterlaced ? (byte)1 : (byte)0);
        Part(file, "IHDR", header);
        foreach (var (type, content) in parts) Part(file, type, content);
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) stream.Write(rows);
        Part(file, "IDAT", packed.ToArray());
        Part(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A JPEG with EXIF that says which way up it is.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(orientation)];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>EXIF with one entry, the higher byte first.</summary>
    public static byte[] Exif(int orientation) => [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static void Part(MemoryStream file, string type, byte[] content)
    {
        byte[] checkedBytes = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content], number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(checkedBytes);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Of(checkedBytes));
        file.Write(number);
    }
}
