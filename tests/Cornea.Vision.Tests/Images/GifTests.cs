namespace Cornea.Vision.Tests.Images;

/// <summary>GIF as we write it, read by SkiaSharp's decoder, which is another's.</summary>
public sealed class GifTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 3)]
    [InlineData(300, 401, 1)] // 256 greys without a pattern: the table of codes fills up several times.
    [InlineData(16, 16, 3)]
    public void UpTo256ColoursComeBackExactly(int height, int width, int channels)
    {
        Tensor image = Pictures.Noise(height, width, channels);
        Assert.Equal(image.ToArray<byte>(), Again(image, channels == 1 ? "grayscale" : "rgb").ToArray<byte>());
    }

    [Fact]
    public void OneColourIsLongRuns() => Assert.All(Again(Ops.Full([500, 500, 1], 77).Cast(DType.UInt8), "grayscale").ToArray<byte>(), value => Assert.Equal(77, value));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(128)]
    [InlineData(129)]
    public void TablesOfAllSizesAreRead(int colours)
    {
        byte[] greys = [.. Enumerable.Range(0, 4000).Select(index => (byte)(index * index % colours))];
        Tensor image = Tensor.From(greys, [40, 100, 1]);
        Assert.Equal(greys, Again(image, "grayscale").ToArray<byte>());
    }

    [Fact]
    public void OfMoreColoursTheNearestInTheMean()
    {
        Tensor image = Pictures.Smooth(120, 90), again = Again(image, "rgb");
        // Ten thousand colours, nearly all different. Pillow's median cut is off by 7.8 here, its octree by 12.1.
        Assert.InRange(Ops.Abs(image.Cast(DType.Float32) - again.Cast(DType.Float32)).Mean().ToScalar<float>(), 0.1, 10);
    }

    [Fact]
    public void TransparencyIsThereOrNot()
    {
        byte[] pixels = [10, 20, 30, 255, 40, 50, 60, 127, 70, 80, 90, 128, 0, 0, 0, 0];
        byte[] again = Again(Tensor.From(pixels, [1, 4, 4]), "rgba").ToArray<byte>();
        Assert.Equal([255, 0, 255, 0], new[] { again[3], again[7], again[11], again[15] });
        Assert.Equal([10, 20, 30, 70, 80, 90], [.. again[..3], .. again[8..11]]);
        Tensor many = Ops.Concatenate([Pictures.Smooth(60, 60), Ops.Concatenate([Ops.Zeros([30, 60, 1]), Ops.Full([30, 60, 1], 255)], axis: 0).Cast(DType.UInt8)], axis: -1);
        Assert.Equal(30 * 60, Again(many, "rgba")[.., .., 3].ToArray<byte>().Count(opacity => opacity == 0));
    }

    [Fact]
    public void SidesThatDontFitAreRefused() =>
        Assert.Contains("70,000 × 1", Assert.Throws<ArgumentException>(() => ImageTensor.Encode(Ops.Zeros([1, 70_000, 1]).Cast(DType.UInt8), "gif")).Message, StringComparison.Ordinal);

    private static Tensor Again(Tensor image, ColorMode mode) => ImageTensor.Decode(ImageTensor.Encode(image, "gif"), mode);
}
