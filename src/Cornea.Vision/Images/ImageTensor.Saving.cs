using System.Buffers.Binary;
using Cornea.Vision.Png;

namespace Cornea.Vision;

public static partial class ImageTensor
{
    private const int DefaultQuality = 95;

    /// <summary>Writes an image file; one that is there is replaced as a whole. Computes.</summary>
    /// <param name="path">The file; its ending says the format: .png, .jpg, .jpeg, .webp, .bmp, .gif.</param>
    /// <param name="image">[height, width, 1, 3 or 4], or [height, width] for grey. Int32 is written as a PNG of 16 bits.</param>
    /// <param name="quality">Of JPEG and WebP, 0 to 100; a WebP of 100 keeps every pixel.</param>
    /// <param name="valueRange">Black and white of an image in floating point; what lies beyond is cut off. Null: 0 and 255.</param>
    /// <exception cref="ArgumentException">The ending is of no format, the format doesn't hold such an image, the quality is none, or a value isn't a number.</exception>
    /// <exception cref="ShapeException">It's no image.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Save(string path, Tensor image, int quality = DefaultQuality, (double Black, double White)? valueRange = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ImageFormat format = ImageFormat.OfPath(path)
            ?? throw new ArgumentException($"ImageTensor.Save: expected a name that ends with .png, .jpg, .jpeg, .webp, .bmp or .gif, got '{path}'.", nameof(path));
        byte[] file = Encode(image, format, quality, valueRange);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp"; // A crash while writing leaves the old file whole.
        try
        {
            File.WriteAllBytes(temporary, file);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The bytes of an image file. Computes.</summary>
    /// <param name="image">[height, width, 1, 3 or 4], or [height, width] for grey. Int32 is written as a PNG of 16 bits.</param>
    /// <param name="format">png, jpeg, webp, bmp, or gif: of more than 256 colours those that are nearest in the mean.</param>
    /// <param name="quality">Of JPEG and WebP, 0 to 100; a WebP of 100 keeps every pixel.</param>
    /// <param name="valueRange">Black and white of an image in floating point; what lies beyond is cut off. Null: 0 and 255.</param>
    /// <exception cref="ArgumentException">The format doesn't hold such an image, the quality is none, or a value isn't a number.</exception>
    /// <exception cref="ShapeException">It's no image.</exception>
    public static byte[] Encode(Tensor image, ImageFormat format = default, int quality = DefaultQuality, (double Black, double White)? valueRange = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (quality is < 0 or > 100) throw new ArgumentOutOfRangeException(nameof(quality), $"ImageTensor: expected a quality from 0 to 100, got {quality}.");
        if (image.Rank == 2) image = image.ExpandDims(-1);
        if (image.Rank != 3 || image.Shape[2] is not (1 or 3 or 4) || image.Shape[0] < 1 || image.Shape[1] < 1)
            throw new ShapeException($"ImageTensor: expected an image [height, width, 1, 3 or 4], got {image.Shape}.");
        (int height, int width, int channels) = (image.Shape[0], image.Shape[1], image.Shape[2]);
        if (image.DType == DType.Int32 || image.DType == DType.Int64)
        {
            if (format != ImageFormat.Png) throw new ArgumentException($"ImageTensor: images of 16 bits are written as PNG only, not as {format}; Cast to uint8 for others.", nameof(format));
            return PngWriter.Write(SixteenBits(image), height, width, channels, bitDepth: 16);
        }

        byte[] pixels = image.DType.IsFloating ? Bytes(image.ToArray<double>(), valueRange ?? (0, 255)) : image.ToArray<byte>();
        if (format == ImageFormat.Png) return PngWriter.Write(pixels, height, width, channels, bitDepth: 8);
        if (format == ImageFormat.Gif) return GifWriter.Write(pixels, height, width, channels);
        return format == ImageFormat.Bmp
            ? BmpWriter.Write(pixels, height, width, channels)
            : SkiaCodec.Write(channels == 3 ? WithOpacity(pixels) : pixels, height, width, channels == 1 ? 1 : 4, format, quality);
    }

    private static byte[] SixteenBits(Tensor image)
    {
        long[] samples = image.ToArray<long>();
        byte[] bytes = new byte[checked(2 * samples.Length)];
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i] is < 0 or > ushort.MaxValue) throw new ArgumentException($"ImageTensor: expected samples from 0 to {ushort.MaxValue} in an image of whole numbers, got {samples[i]}.");
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)samples[i]);
        }

        return bytes;
    }

    private static byte[] Bytes(double[] values, (double Black, double White) range)
    {
        if (!(range.Black < range.White)) throw new ArgumentException($"ImageTensor: expected a valueRange whose black is below its white, got {range}.");
        return Array.ConvertAll(values, value => double.IsNaN(value)
            ? throw new ArgumentException("ImageTensor: the image has a value that isn't a number.")
            : (byte)Math.Round(Math.Clamp((value - range.Black) / (range.White - range.Black), 0, 1) * 255));
    }

    private static byte[] WithOpacity(byte[] pixels)
    {
        byte[] all = new byte[pixels.Length / 3 * 4];
        for (int pixel = 0; pixel < pixels.Length / 3; pixel++)
        {
            pixels.AsSpan(3 * pixel, 3).CopyTo(all.AsSpan(4 * pixel));
            all[(4 * pixel) + 3] = 255;
        }

        return all;
    }
}
