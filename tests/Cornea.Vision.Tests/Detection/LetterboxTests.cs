namespace Cornea.Vision.Tests;

public sealed class LetterboxTests
{
    [Theory]
    [InlineData(480, 640, 0, 48, 384, 288)]
    [InlineData(640, 480, 48, 0, 288, 384)]
    [InlineData(1, 1, 0, 0, 384, 384)]
    [InlineData(10, 100_000, 0, 191, 384, 1)]
    public void PhotosLieInTheMiddle(int height, int width, int left, int top, int fitWidth, int fitHeight)
    {
        Letterbox fit = Letterbox.Of(height, width, 384);

        Assert.Equal((left, top, fitWidth, fitHeight), (fit.Left, fit.Top, fit.Width, fit.Height));
        Box whole = fit.OnPhoto(new Box(0, 0, 384, 384));
        Assert.Equal((0.0, 0.0, (double)width, (double)height), (whole.Left, whole.Top, Math.Round(whole.Right, 6), Math.Round(whole.Bottom, 6)));
    }
}
