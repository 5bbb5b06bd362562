using System.Buffers.Binary;

namespace Cornea.Vision;

/// <summary>Writes Windows' bitmaps of 24 bits: blue, green, red, the last row first.</summary>
internal static class BmpWriter
{
    private const int HeaderBytes = 54;

    /// <param name="pixels">[height, width, channels]; of four channels the opacity is left out.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="channels">1, 3 or 4.</param>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        int pitch = checked(((width * 3) + 3) / 4 * 4);
        byte[] file = new byte[checked(HeaderBytes + (pitch * height))];
        "BM"u8.CopyTo(file);
        ReadOnlySpan<(int At, int Value)> fields = [(2, file.Length), (10, HeaderBytes), (14, 40), (18, width), (22, height), (34, pitch * height)];
        foreach ((int at, int value) in fields) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        (file[26], file[28]) = (1, 24); // Planes; bits of a pixel.
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = file.AsSpan(HeaderBytes + ((height - 1 - y) * pitch), pitch);
            for (int x = 0; x < width; x++)
            {
                ReadOnlySpan<byte> pixel = pixels.Slice(((y * width) + x) * channels, channels);
                for (int channel = 0; channel < 3; channel++) row[(3 * x) + channel] = pixel[channels == 1 ? 0 : 2 - channel];
            }
        }

        return file;
    }
}
