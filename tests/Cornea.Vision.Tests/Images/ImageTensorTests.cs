namespace Cornea.Vision.Tests.Images;

public sealed class ImageTensorTests
{
    [Theory]
    [InlineData("png", 1)]
    [InlineData("png", 3)]
    [InlineData("png", 4)]
    [InlineData("bmp", 3)]
    public void FormatsThatLoseNothingGiveEveryPixelBack(string format, int channels)
    {
        Tensor image = Pictures.Noise(7, 5, channels);

        Tensor again = ImageTensor.Decode(ImageTensor.Encode(image, format), channels == 1 ? "grayscale" : channels == 3 ? "rgb" : "rgba");

        Assert.Equal(image.Shape, again.Shape);
        Assert.Equal(image.ToArray<byte>(), again.ToArray<byte>());
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public void PhotosComeBackNearly(string format)
    {
        Tensor image = Pictures.Smooth(40, 56);

        Tensor again = ImageTensor.Decode(ImageTensor.Encode(image, format, quality: 95));

        Assert.InRange(MeanDifference(image, again), 0, 2);
    }

    [Fact]
    public void AWebPOfQuality100KeepsEveryPixel()
    {
        Tensor image = Pictures.Smooth(12, 9);

        Assert.InRange(MeanDifference(image, ImageTensor.Decode(ImageTensor.Encode(image, "webp", quality: 100))), 0, 0.5);
    }

    [Theory]
    [InlineData(1, new byte[] { 10, 20, 30, 40, 50, 60 }, 2, 3)]
    [InlineData(2, new byte[] { 30, 20, 10, 60, 50, 40 }, 2, 3)]
    [InlineData(3, new byte[] { 60, 50, 40, 30, 20, 10 }, 2, 3)]
    [InlineData(4, new byte[] { 40, 50, 60, 10, 20, 30 }, 2, 3)]
    [InlineData(5, new byte[] { 10, 40, 20, 50, 30, 60 }, 3, 2)]
    [InlineData(6, new byte[] { 40, 10, 50, 20, 60, 30 }, 3, 2)]
    [InlineData(7, new byte[] { 60, 30, 50, 20, 40, 10 }, 3, 2)]
    [InlineData(8, new byte[] { 30, 60, 20, 50, 10, 40 }, 3, 2)]
    public void PhotosStandUprightWhicheverWayTheCameraWasHeld(int orientation, byte[] expected, int height, int width)
    {
        byte[] rows = [0, 10, 20, 30, 0, 40, 50, 60];
        byte[] png = Pictures.Png(3, 2, 8, 0, rows, parts: ("eXIf", Pictures.Exif(orientation)));

        Tensor image = ImageTensor.Decode(png, "grayscale");

        Assert.Equal([height, width, 1], image.Shape);
        Assert.Equal(expected, image.ToArray<byte>());
    }

    [Fact]
    public void JpegsAreTurnedToo()
    {
        byte[] jpeg = ImageTensor.Encode(Pictures.Smooth(16, 24), "jpeg");

        Tensor stored = ImageTensor.Decode(jpeg), upright = ImageTensor.Decode(Pictures.WithOrientation(jpeg, 6));

        Assert.Equal([24, 16, 3], upright.Shape);
        Assert.Equal(stored.ToArray3D<byte>()[15, 0, 1], upright.ToArray3D<byte>()[0, 0, 1]);
    }

    [Fact]
    public void TransparentPixelsLieOnTheBackgroundIfThereIsOne()
    {
        byte[] png = ImageTensor.Encode(Tensor.From(new byte[] { 200, 100, 0, 51, 10, 20, 30, 255 }, [1, 2, 4]));

        Assert.Equal([200, 100, 0, 10, 20, 30], ImageTensor.Decode(png).ToArray<byte>());
        Assert.Equal([244, 224, 204, 10, 20, 30], ImageTensor.Decode(png, background: (255, 255, 255)).ToArray<byte>());
        Assert.Equal([200, 100, 0, 51, 10, 20, 30, 255], ImageTensor.Decode(png, "rgba").ToArray<byte>());
    }

    [Fact]
    public void ColoursBecomeGreyAsInPillow()
    {
        byte[] png = ImageTensor.Encode(Tensor.From(new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 12, 34, 56 }, [1, 4, 3]));

        Assert.Equal([76, 150, 29, 30], ImageTensor.Decode(png, "grayscale").ToArray<byte>());
    }

    [Fact]
    public void SixteenBitsAreExactInBothDirections()
    {
        Tensor image = Tensor.From(new[] { 0, 1, 255, 256, 65535, 4660 }, [2, 3, 1]);

        byte[] png = ImageTensor.Encode(image);

        Assert.Equal([0, 1, 255, 256, 65535, 4660], ImageTensor.Decode(png, "grayscale", dtype: DType.Int32).ToArray<int>());
        Assert.Equal([0, 0, 0, 1, 255, 18], ImageTensor.Decode(png, "grayscale").ToArray<byte>());
    }

    [Fact]
    public void FloatingPointImagesAreWrittenFromTheirRange()
    {
        Tensor image = Tensor.From(new[] { -1f, 0, 1, 2 }, [2, 2, 1]);

        Assert.Equal([0, 128, 255, 255], ImageTensor.Decode(ImageTensor.Encode(image, valueRange: (-1, 1)), "grayscale").ToArray<byte>());
        Assert.Throws<ArgumentException>(() => ImageTensor.Encode(image / 0 * 0));
    }

    [Fact]
    public void FilesAreReadByTheirContentWhateverTheirName()
    {
        using var folder = new TemporaryFolder();
        Tensor image = Pictures.Noise(4, 4, 3);
        string path = folder.File("schöner Hund.jpg", ImageTensor.Encode(image, "png"));

        Assert.Equal(image.ToArray<byte>(), ImageTensor.Load(path).ToArray<byte>());
    }

    [Fact]
    public void SavedFilesAreReadAgain()
    {
        using var folder = new TemporaryFolder();
        Tensor image = Pictures.Noise(4, 6, 3);

        ImageTensor.Save(folder.File("a.png"), image);

        Assert.Equal(image.ToArray<byte>(), ImageTensor.Load(folder.File("a.png")).ToArray<byte>());
        Assert.Equal([8, 3, 1], ImageTensor.Load(folder.File("a.png"), 8, 3, colorMode: "grayscale").Shape);
        Assert.Throws<ArgumentException>(() => ImageTensor.Save(folder.File("a.tiff"), image));
        Assert.Throws<ShapeException>(() => ImageTensor.Save(folder.File("a.png"), Ops.Zeros([2, 2, 2])));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public void ACutFileIsNamed(string format)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = ImageTensor.Encode(Pictures.Noise(64, 64, 3), format);
        string path = folder.File("half.img", whole[..(whole.Length / 2)]);

        var error = Assert.Throws<InvalidDataException>(() => ImageTensor.Load(path));

        Assert.Contains("half.img", error.Message, StringComparison.Ordinal);
        Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoImageIsNamedForWhatItIs()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains("text that begins with 'Dear diary'", Assert.Throws<InvalidDataException>(() => ImageTensor.Load(folder.File("a.jpg", "Dear diary"u8.ToArray()))).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<InvalidDataException>(() => ImageTensor.Load(folder.File("b.jpg", []))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => ImageTensor.Load(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => ImageTensor.Load(folder.File("none.jpg")));
    }

    [Theory]
    [InlineData(20_000, 20_000)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void AHugeImageIsRefusedBeforeThereIsMemoryForIt(int width, int height)
    {
        byte[] png = Pictures.Png(width, height, 8, 2, [0]);
        ImageTensor.Encode(Ops.Zeros([1, 1, 3])); // What the first call takes anyhow.
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => ImageTensor.Decode(png));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains($"{width:N0} × {height:N0}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLimitOfPixelsCanBeSet()
    {
        byte[] jpeg = ImageTensor.Encode(Pictures.Smooth(20, 20), "jpeg");

        Assert.Throws<InvalidDataException>(() => ImageTensor.Decode(jpeg, maximumPixels: 399));
        Assert.Equal([20, 20, 3], ImageTensor.Decode(jpeg, maximumPixels: 400).Shape);
    }

    [Fact]
    public void AnImageOfOnePixelFillsAnySize() =>
        Assert.All(ImageTensor.Decode(ImageTensor.Encode(Ops.Full([1, 1, 3], 77)), 5, 4, "bicubic").ToArray<float>(), value => Assert.Equal(77, value, 1e-4f));

    private static double MeanDifference(Tensor a, Tensor b) =>
        a.ToArray<double>().Zip(b.ToArray<double>(), (first, second) => Math.Abs(first - second)).Average();
}
