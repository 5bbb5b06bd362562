using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cornea.Vision.Resampling;

/// <summary>Where resized pixels go: a part of an image [height, width, channels] of any number of channels.</summary>
/// <param name="pixels">The whole image.</param>
/// <param name="width">Of the whole image.</param>
/// <param name="channels">1, 3 or 4.</param>
/// <param name="top">The part's first row.</param>
/// <param name="left">The part's first column.</param>
internal readonly ref struct PixelTarget(Span<float> pixels, int width, int channels, int top, int left)
{
    private const float White = 255;

    private readonly Span<float> _pixels = pixels;

    /// <summary>A row of grey pixels.</summary>
    public void SetGrey(int y, ReadOnlySpan<float> grey)
    {
        Span<float> row = Row(y, grey.Length);
        if (channels == 1)
        {
            grey.CopyTo(row);
            return;
        }

        for (int x = 0; x < grey.Length; x++)
        {
            Span<float> pixel = row.Slice(x * channels, channels);
            pixel.Fill(grey[x]);
            if (channels == 4) pixel[3] = White;
        }
    }

    /// <summary>A row of pixels of red, green, blue and opacity.</summary>
    public void Set(int y, ReadOnlySpan<float> rgba)
    {
        int count = rgba.Length / 4;
        Span<float> row = Row(y, count);
        if (channels == 4)
        {
            rgba.CopyTo(row);
            return;
        }

        int x = 0;
        if (channels == 3)
        {
            // Each pixel is stored with its opacity, over which the next one is.
            ref float from = ref MemoryMarshal.GetReference(rgba), to = ref MemoryMarshal.GetReference(row);
            for (; x < count - 1; x++) Vector128.LoadUnsafe(ref from, (nuint)(4 * x)).StoreUnsafe(ref to, (nuint)(3 * x));
        }

        for (; x < count; x++) rgba.Slice(4 * x, channels).CopyTo(row[(x * channels)..]);
    }

    private Span<float> Row(int y, int count) => _pixels.Slice((((y + top) * width) + left) * channels, count * channels);
}
