namespace Cornea.Vision.Tests;

public sealed class PictureMakerTests
{
    private static readonly DetectionAugmentation NoColors = new() { FlipVertical = 0.5, QuarterTurn = 0.5, Brightness = 0, Saturation = 0, Hue = 0, LeastVisible = 0.9 };

    // White boxes on black: wherever the photo is turned, mirrored, scaled and cut to, what a kept box holds is white, and beside it is black.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void BoxesGoWithTheirPixels(double mosaic)
    {
        Photo photo = White(60, 40, new Box(10, 5, 30, 25));
        var maker = new PictureMaker(64, 96, NoColors with { Mosaic = mosaic });
        byte[] pixels = new byte[64 * 96 * 3];
        int kept = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            foreach (LabeledBox thing in maker.Make(_ => photo, isPlain: false, new Random(seed), pixels))
            {
                kept++;
                Assert.True(At(pixels, thing.Box.CenterX, thing.Box.CenterY) > 250);
                Assert.True(At(pixels, thing.Box.Left + 1.5, thing.Box.Top + 1.5) > 250);
                Assert.True(At(pixels, thing.Box.Right - 1.5, thing.Box.Bottom - 1.5) > 250);
                Assert.Equal(1, thing.ClassIndex);
                if (mosaic == 0 && thing.Box.Left > 4) Assert.True(At(pixels, thing.Box.Left - 2.5, thing.Box.CenterY) < 130);
            }
        }

        Assert.InRange(kept, 30, 200);
    }

    [Fact]
    public void PlainPhotosStayAsTheyAre()
    {
        Photo photo = White(96, 64, new Box(10, 5, 30, 25));
        var maker = new PictureMaker(64, 96, DetectionAugmentation.None);
        byte[] pixels = new byte[64 * 96 * 3];
        LabeledBox thing = Assert.Single(maker.Make(_ => photo, isPlain: true, new Random(0), pixels));

        Assert.Equal(photo.Boxes[0], thing);
        Assert.Equal(photo.Pixels, pixels);
    }

    [Fact]
    public void GreyStaysGreyWhateverTheColorsDo()
    {
        var change = ColorChange.Draw(new DetectionAugmentation { Brightness = 0, Saturation = 1, Hue = 1 }, new Random(3));

        Assert.Equal(1, change.RedRed + change.RedGreen + change.RedBlue, tolerance: 1e-5f);
        Assert.Equal(1, change.GreenRed + change.GreenGreen + change.GreenBlue, tolerance: 1e-5f);
        Assert.Equal(1, change.BlueRed + change.BlueGreen + change.BlueBlue, tolerance: 1e-5f);
    }

    [Fact]
    public void NumbersOutOfRangeAreNamed() =>
        Assert.Contains("Mosaic from 0 to 1, got 2", Assert.Throws<ArgumentException>(() => new DetectionAugmentation { Mosaic = 2 }.Check()).Message, StringComparison.Ordinal);

    private static Photo White(int width, int height, Box box)
    {
        byte[] pixels = new byte[width * height * 3];
        for (int y = (int)box.Top; y < box.Bottom; y++)
            pixels.AsSpan(((y * width) + (int)box.Left) * 3, (int)box.Width * 3).Fill(255);
        return new Photo(pixels, height, width, [new LabeledBox(box, 1)]);
    }

    private static byte At(byte[] pixels, double x, double y) => pixels[(((int)y * 96) + (int)x) * 3];
}
