using System.Numerics;
using Cornea.Vision.Png;

namespace Cornea.Vision;

/// <summary>Pixels of a file's bytes: its content says what it is, EXIF which way up, and a limit how large it may be.</summary>
internal static class ImageDecoder
{
    /// <summary>What Pillow refuses by default as a decompression bomb: a picture of 178 million pixels.</summary>
    public const long DefaultMaximumPixels = 178_956_970;

    /// <summary>The bytes of a file; errors name it.</summary>
    public static byte[] ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; expected the name of an image file.");
        return File.ReadAllBytes(path);
    }

    /// <summary>Decodes an image.</summary>
    /// <typeparam name="T">Byte: samples of 16 bits lose their lower half, as with TensorFlow. UInt16: samples as the file has them.</typeparam>
    /// <param name="file">The file's bytes.</param>
    /// <param name="place">What errors call it.</param>
    /// <param name="maximumPixels">The most that an image may have.</param>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public static Raster<T> Decode<T>(ReadOnlySpan<byte> file, string place, long maximumPixels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (file.IsEmpty) throw new InvalidDataException($"{place}: the file is empty; expected an image.");
        ImageFormat format = ImageFormat.OfContent(file) ?? throw new InvalidDataException(
            $"{place}: expected a PNG, JPEG, BMP, GIF or WebP image, but the content is {Described(file)}.");
        return format == ImageFormat.Png
            ? PngReader.Read<T>(file, place, maximumPixels, out int orientation).Upright(orientation)
            : SkiaCodec.Read<T>(file, format, place, maximumPixels, out orientation).Upright(orientation);
    }

    /// <summary>Refuses an image by what its header says of its size, before there is memory for it.</summary>
    /// <exception cref="InvalidDataException">It has no pixels, or too many.</exception>
    public static void CheckSize(long width, long height, string place, long maximumPixels)
    {
        if (width < 1 || height < 1) throw new InvalidDataException($"{place}: the image says that it has {width:N0} × {height:N0} pixels.");
        long most = Math.Min(maximumPixels, Array.MaxLength / 4);
        if (width > most / height)
        {
            throw new InvalidDataException(
                $"{place}: the image says that it has {width:N0} × {height:N0} pixels, more than the {most:N0} that are allowed; ImageTensor.Load takes a larger maximumPixels for a file that is trusted.");
        }
    }

    private static string Described(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> start = file[..Math.Min(file.Length, 16)];
        foreach (byte value in start)
            if (value is not (>= (byte)' ' and <= (byte)'~') and not ((byte)'\n' or (byte)'\r' or (byte)'\t')) return $"bytes that begin with {Convert.ToHexString(start)}";
        return $"text that begins with '{System.Text.Encoding.ASCII.GetString(start).Trim()}'";
    }
}
