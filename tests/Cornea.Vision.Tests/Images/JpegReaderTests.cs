using Cornea.Vision.Jpeg;
using SkiaSharp;

namespace Cornea.Vision.Tests.Images;

/// <summary>Our reader of common JPEG files against SkiaSharp's libjpeg-turbo: the same pixels to the last bit, or none.</summary>
public sealed class JpegReaderTests
{
    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void PixelsAreLibjpegsInAllSizes(SKJpegEncoderDownsample downsample)
    {
        for (int size = 1; size <= 40; size++)
        {
            int width = size, height = 1 + (size * 7 % 37), quality = 20 + (2 * size);
            AssertSame(Encoded(Pictures.Noise(height, width, 3, seed: size), downsample, quality));
            AssertSame(Encoded(Pictures.Smooth(height, width), downsample, quality));
        }

        AssertSame(Encoded(Pictures.Smooth(300, 411), downsample, 90));
        AssertSame(Encoded(Pictures.Noise(100, 131, 3), downsample, 100));
    }

    [Fact]
    public void GreyImagesHaveOneChannel()
    {
        foreach (int size in new[] { 1, 7, 8, 9, 50 })
        {
            byte[] file = ImageTensor.Encode(Pictures.Noise(size, 61 - size, 1), "jpeg");
            using Raster<byte> image = JpegReader.TryRead(file, "test", long.MaxValue, out _)!;
            Assert.Equal(1, image.Channels);
            AssertSame(file);
        }
    }

    [Fact]
    public void RealPhotosToo()
    {
        string? photos = SharedData.Find("data/cats_and_dogs.tar");
        Assert.SkipWhen(photos is null, "../shared/data/cats_and_dogs.tar isn't here.");
        int common = 0, all = 0;
        using FileStream archive = File.OpenRead(photos!);
        using var tar = new System.Formats.Tar.TarReader(archive);
        while (tar.GetNextEntry() is { } entry)
        {
            if (!entry.Name.EndsWith(".jpg", StringComparison.Ordinal) || entry.DataStream is null) continue;
            var content = new MemoryStream();
            entry.DataStream.CopyTo(content);
            byte[] file = content.ToArray();
            all++;
            if (JpegReader.TryRead(file, entry.Name, long.MaxValue, out _) is not { } image) continue;
            image.Dispose();
            common++;
            AssertSame(file);
        }

        Assert.True(common > 0.9 * all, $"{common} of {all}");
    }

    [Fact]
    public void WhatIsCutOffIsLeftToTheOther()
    {
        byte[] file = Encoded(Pictures.Noise(64, 64, 3), SKJpegEncoderDownsample.Downsample420, 90);
        for (int length = 0; length < file.Length - 16; length += 7) Assert.Null(JpegReader.TryRead(file.AsSpan(0, length), "test", long.MaxValue, out _));
    }

    [Fact]
    public void DamagedFilesAreReadOrNot()
    {
        byte[] whole = Encoded(Pictures.Smooth(50, 70), SKJpegEncoderDownsample.Downsample420, 80);
        var random = new Random(1);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] file = [.. whole];
            for (int change = random.Next(1, 6); change > 0; change--) file[random.Next(2, file.Length)] = (byte)random.Next(256);
            try
            {
                JpegReader.TryRead(file, "test", 1_000_000, out int orientation)?.Dispose();
                Assert.InRange(orientation, 1, 8);
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("pixels", error.Message, StringComparison.Ordinal); // Its size is told wrongly.
            }
        }
    }

    [Fact]
    public void TooLargeIsRefusedBeforeThereIsMemory()
    {
        byte[] file = Encoded(Pictures.Smooth(30, 30), SKJpegEncoderDownsample.Downsample444, 80);
        Assert.Throws<InvalidDataException>(() => JpegReader.TryRead(file, "test", 899, out _));
    }

    private static void AssertSame(byte[] file)
    {
        using Raster<byte>? ours = JpegReader.TryRead(file, "test", long.MaxValue, out int orientation);
        using Raster<byte> other = SkiaCodec.Read<byte>(file, ImageFormat.Jpeg, "test", long.MaxValue, out int otherOrientation);
        Assert.NotNull(ours);
        Assert.Equal((other.Width, other.Height, other.Channels, otherOrientation), (ours.Width, ours.Height, ours.Channels, orientation));
        Assert.True(other.Samples.SequenceEqual(ours.Samples), $"{ours.Width} × {ours.Height}");
    }

    private static byte[] Encoded(Tensor image, SKJpegEncoderDownsample downsample, int quality)
    {
        (int height, int width) = (image.Shape[0], image.Shape[1]);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        byte[] pixels = image.ToArray<byte>();
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor(pixels[((y * width) + x) * 3], pixels[(((y * width) + x) * 3) + 1], pixels[(((y * width) + x) * 3) + 2]));
        using SKPixmap pixmap = bitmap.PeekPixels();
        using SKData data = pixmap.Encode(new SKJpegEncoderOptions(quality, downsample, SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }
}
