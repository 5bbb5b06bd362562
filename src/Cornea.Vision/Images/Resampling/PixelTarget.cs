namespace Cornea.Vision.Resampling;

/// <summary>Where resized pixels go: a part of an image [height, width, channels] of any number of channels.</summary>
/// <param name="pixels">The whole image.</param>
/// <param name="width">Of the whole image.</param>
/// <param name="channels">1, 3 or 4.</param>
/// <param name="top">The part's first row.</param>
/// <param name="left">The part's first column.</param>
internal readonly ref struct PixelTarget<T>(Span<T> pixels, int width, int channels, int top, int left)
    where T : unmanaged
{
    private readonly Span<T> _pixels = pixels;

    public void SetGrey(int y, int x, T grey, T white) => Set(y, x, grey, grey, grey, white);

    public void Set(int y, int x, T red, T green, T blue, T opacity)
    {
        Span<T> pixel = _pixels.Slice((((y + top) * width) + x + left) * channels, channels);
        pixel[0] = red;
        if (channels == 1) return;
        pixel[1] = green;
        pixel[2] = blue;
        if (channels == 4) pixel[3] = opacity;
    }
}
