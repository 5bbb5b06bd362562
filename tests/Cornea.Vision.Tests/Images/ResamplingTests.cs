namespace Cornea.Vision.Tests.Images;

public sealed class ResamplingTests
{
    [Theory]
    [InlineData("nearest", false)]
    [InlineData("bilinear", false)]
    [InlineData("bilinear", true)]
    [InlineData("bicubic", false)]
    [InlineData("bicubic", true)]
    [InlineData("area", false)]
    [InlineData("lanczos3", false)]
    [InlineData("lanczos3", true)]
    [InlineData("lanczos5", true)]
    public void TensorFlowsRulesAreTheEngines(string interpolation, bool antialias)
    {
        foreach (var (height, width, newHeight, newWidth) in new[] { (37, 53, 16, 20), (9, 7, 21, 30), (30, 30, 30, 30), (40, 11, 8, 33) })
        {
            Tensor image = Pictures.Noise(height, width, 3);
            float[] expected = ImageOps.Resize(image.Cast(DType.Float32), (newHeight, newWidth), interpolation, antialias).ToArray<float>();

            float[] actual = ImageTensor.Decode(ImageTensor.Encode(image), newHeight, newWidth, antialias ? interpolation + "_antialias" : interpolation).ToArray<float>();

            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 0.01f);
        }
    }

    [Fact]
    public void GreyImagesAreResizedAsColouredOnes()
    {
        Tensor grey = Pictures.Noise(21, 17, 1), coloured = Ops.Concatenate([grey, grey, grey], -1);
        foreach (string interpolation in Interpolation.Names)
        {
            float[] expected = ImageTensor.Decode(ImageTensor.Encode(coloured), 8, 9, interpolation).ToArray<float>();

            float[] actual = ImageTensor.Decode(ImageTensor.Encode(grey), 8, 9, interpolation).ToArray<float>();

            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3f);
        }
    }

    // Pillow 9.4: Image.fromarray(np.arange(35, dtype=np.uint8).reshape(5, 7) ** 2).resize((4, 3), …).
    [Theory]
    [InlineData("pillow_nearest", "0 4 16 36 196 0 68 144 16 132 0 132")]
    [InlineData("pillow_bilinear", "25 38 61 84 167 64 88 146 110 109 85 136")]
    [InlineData("pillow_bicubic", "18 37 59 83 185 57 86 157 113 112 81 138")]
    [InlineData("pillow_lanczos", "11 39 58 80 196 55 86 167 112 115 76 135")]
    [InlineData("pillow_box", "29 49 69 94 211 17 68 125 126 102 57 145")]
    [InlineData("pillow_hamming", "21 35 54 79 185 41 78 141 101 106 73 138")]
    public void PillowsRulesGiveItsVeryPixels(string interpolation, string expected)
    {
        byte[] pixels = [.. Enumerable.Range(0, 35).Select(i => (byte)(i * i))];

        float[] actual = ImageTensor.Decode(ImageTensor.Encode(Tensor.From(pixels, [5, 7, 1])), 3, 4, interpolation, colorMode: "grayscale").ToArray<float>();

        Assert.Equal(expected, string.Join(' ', actual));
    }

    [Fact]
    public void CroppedAndPaddedImagesKeepTheirRatio()
    {
        byte[] png = ImageTensor.Encode(Ops.Full([10, 20, 3], 200));

        float[] cropped = ImageTensor.Decode(png, 5, 5, cropToAspectRatio: true).ToArray<float>();
        float[,,] padded = ImageTensor.Decode(png, 8, 8, padToAspectRatio: true).ToArray3D<float>();

        Assert.All(cropped, value => Assert.Equal(200, value, 1e-3f));
        Assert.Equal([0, 0, 200, 200, 200, 200, 0, 0], Enumerable.Range(0, 8).Select(y => MathF.Round(padded[y, 3, 1])));
        Assert.Throws<ArgumentException>(() => ImageTensor.Decode(png, 5, 5, cropToAspectRatio: true, padToAspectRatio: true));
    }

    [Fact]
    public void AnUnknownInterpolationListsTheKnownOnes() =>
        Assert.Contains("lanczos3", Assert.Throws<ArgumentException>(() => (Interpolation)"cubical").Message, StringComparison.Ordinal);
}
