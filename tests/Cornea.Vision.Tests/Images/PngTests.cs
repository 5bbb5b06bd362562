namespace Cornea.Vision.Tests.Images;

public sealed class PngTests
{
    [Theory]
    [InlineData(1, new byte[] { 0b10110000 }, new byte[] { 255, 0, 255, 255 })]
    [InlineData(2, new byte[] { 0b00011011 }, new byte[] { 0, 85, 170, 255 })]
    [InlineData(4, new byte[] { 0x0F, 0x81 }, new byte[] { 0, 255, 136, 17 })]
    [InlineData(8, new byte[] { 1, 2, 3, 200 }, new byte[] { 1, 2, 3, 200 })]
    [InlineData(16, new byte[] { 0, 255, 1, 0, 128, 7, 255, 255 }, new byte[] { 0, 1, 128, 255 })]
    public void GreySamplesOfAllDepths(int depth, byte[] row, byte[] expected) =>
        Assert.Equal(expected, ImageTensor.Decode(Pictures.Png(4, 1, depth, 0, [0, .. row]), "grayscale").ToArray<byte>());

    [Theory]
    [InlineData(1, new byte[] { 0b01000000 })]
    [InlineData(2, new byte[] { 0b00010000 })]
    [InlineData(4, new byte[] { 0x01, 0x00 })]
    [InlineData(8, new byte[] { 0, 1, 0 })]
    public void PalettesOfAllDepthsWithTransparency(int depth, byte[] row)
    {
        byte[] png = Pictures.Png(3, 1, depth, 3, [0, .. row], parts: [("PLTE", [10, 20, 30, 40, 50, 60]), ("tRNS", [7])]);

        Assert.Equal([10, 20, 30, 40, 50, 60, 10, 20, 30], ImageTensor.Decode(png).ToArray<byte>());
        Assert.Equal([10, 20, 30, 7, 40, 50, 60, 255, 10, 20, 30, 7], ImageTensor.Decode(png, "rgba").ToArray<byte>());
    }

    [Fact]
    public void OneColourMayBeTransparent()
    {
        byte[] png = Pictures.Png(2, 1, 8, 2, [0, 1, 2, 3, 1, 2, 4], parts: ("tRNS", [0, 1, 0, 2, 0, 3]));

        Assert.Equal([1, 2, 3, 0, 1, 2, 4, 255], ImageTensor.Decode(png, "rgba").ToArray<byte>());
    }

    [Fact]
    public void GreyWithOpacity()
    {
        byte[] png = Pictures.Png(2, 1, 8, 4, [0, 9, 0, 8, 255]);

        Assert.Equal([9, 9, 9, 0, 8, 8, 8, 255], ImageTensor.Decode(png, "rgba").ToArray<byte>());
        Assert.Equal([9, 8], ImageTensor.Decode(png, "grayscale").ToArray<byte>());
    }

    [Fact]
    public void AllFilters()
    {
        byte[] rows = [1, 5, 5, 5, 2, 1, 1, 1, 3, 4, 4, 4, 4, 2, 2, 2, 0, 7, 8, 9];

        byte[] pixels = ImageTensor.Decode(Pictures.Png(3, 5, 8, 0, rows), "grayscale").ToArray<byte>();

        // Left: 5 10 15. Above: 6 11 16. Mean: 4+3, 4+(7+11)/2, 4+(13+16)/2. Paeth's choice: above, above, above.
        Assert.Equal([5, 10, 15, 6, 11, 16, 7, 13, 18, 9, 15, 20, 7, 8, 9], pixels);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 8)]
    [InlineData(13, 9)]
    public void InterlacedPixelsFindTheirPlaces(int width, int height)
    {
        byte[] expected = Pictures.Noise(height, width, 1).ToArray<byte>();
        var rows = new List<byte>();
        foreach (var (x0, y0, stepX, stepY) in new[] { (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2) })
        {
            for (int y = y0; y < height && x0 < width; y += stepY)
            {
                rows.Add(0);
                for (int x = x0; x < width; x += stepX) rows.Add(expected[(y * width) + x]);
            }
        }

        Assert.Equal(expected, ImageTensor.Decode(Pictures.Png(width, height, 8, 0, [.. rows], isInterlaced: true), "grayscale").ToArray<byte>());
    }

    [Fact]
    public void DamageIsFoundByTheChecksum()
    {
        byte[] png = ImageTensor.Encode(Pictures.Noise(8, 8, 3));
        png[60] ^= 1;

        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => ImageTensor.Decode(png)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(16, 3)]
    [InlineData(4, 2)]
    [InlineData(8, 5)]
    public void DepthsAndColourTypesThatThereAreNot(int depth, int colourType) =>
        Assert.Throws<InvalidDataException>(() => ImageTensor.Decode(Pictures.Png(1, 1, depth, colourType, [0, 0, 0, 0, 0, 0, 0])));

    [Fact]
    public void TooFewRowsAreACutFile() =>
        Assert.Contains("cut off", Assert.Throws<InvalidDataException>(() => ImageTensor.Decode(Pictures.Png(4, 4, 8, 0, [0, 1, 2, 3, 4]))).Message, StringComparison.Ordinal);

    [Fact]
    public void NoDamageIsWorseThanAnError()
    {
        byte[][] files = [ImageTensor.Encode(Pictures.Noise(9, 9, 3)), ImageTensor.Encode(Pictures.Smooth(9, 9), "jpeg"), ImageTensor.Encode(Pictures.Smooth(9, 9), "webp"), ImageTensor.Encode(Pictures.Smooth(9, 9), "bmp")];
        var random = new Random(5);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. files[i % files.Length]];
            for (int change = 0; change < 3; change++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                ImageTensor.Decode(damaged, maximumPixels: 1_000_000);
            }
            catch (InvalidDataException)
            {
                // The documented answer.
            }
        }
    }
}
