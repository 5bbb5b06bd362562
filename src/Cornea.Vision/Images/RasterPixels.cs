using System.Numerics;
using System.Runtime.InteropServices;

namespace Cornea.Vision;

/// <summary>What is done with decoded pixels before they become a tensor. Each gives another raster and disposes the first, or the same.</summary>
internal static class RasterPixels
{
    /// <summary>Turned and mirrored as EXIF's orientation asks (1 to 8; CIPA DC-008, tag 274), so that it's seen upright.</summary>
    public static Raster<T> Upright<T>(this Raster<T> image, int orientation)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (orientation is < 2 or > 8) return image;
        using Raster<T> stored = image;
        bool isTransposed = orientation >= 5;
        (int width, int height) = isTransposed ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = new Raster<T>(width, height, stored.Channels) { White = stored.White };

        // Where the stored image's rows begin, and which way they go, for each of the ways to hold a camera.
        bool isMirrored = orientation is 2 or 3 or 7 or 8, isUpsideDown = orientation is 3 or 4 or 6 or 7;
        int channels = stored.Channels;
        for (int y = 0; y < height; y++)
        {
            Span<T> row = upright.Row(y);
            for (int x = 0; x < width; x++)
            {
                (int fromX, int fromY) = isTransposed ? (y, x) : (x, y);
                if (isMirrored) fromX = stored.Width - 1 - fromX;
                if (isUpsideDown) fromY = stored.Height - 1 - fromY;
                stored.Row(fromY).Slice(fromX * channels, channels).CopyTo(row[(x * channels)..]);
            }
        }

        return upright;
    }

    /// <summary>With the channels of a mode: what is transparent lies on a background, if there is one; colours become grey if asked.</summary>
    public static Raster<T> In<T>(this Raster<T> image, ColorMode mode, (byte Red, byte Green, byte Blue)? background)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (image.Channels == 1) return image;
        if (background is { } colour) Compose(image, colour);
        if (mode != ColorMode.Grayscale) return image;
        using Raster<T> coloured = image;
        var grey = new Raster<T>(image.Width, image.Height, channels: 1) { White = image.White };
        ReadOnlySpan<T> from = coloured.Samples;
        Span<T> to = grey.Samples;
        for (int i = 0; i < to.Length; i++) to[i] = Grey(from[4 * i], from[(4 * i) + 1], from[(4 * i) + 2]);
        return grey;
    }

    /// <summary>The samples of a mode's channels, as another type.</summary>
    public static TTo[] ToArray<T, TTo>(this Raster<T> image, ColorMode mode)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        where TTo : unmanaged, INumberBase<TTo>
    {
        int channels = mode.Channels;
        var samples = new TTo[checked(image.Width * image.Height * channels)];
        ReadOnlySpan<T> from = image.Samples;
        for (int pixel = 0; pixel < image.Width * image.Height; pixel++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                T sample = image.Channels == 4 ? from[(4 * pixel) + channel] : channel == 3 ? image.White : from[pixel];
                samples[(pixel * channels) + channel] = TTo.CreateTruncating(sample);
            }
        }

        return samples;
    }

    // Weights of 16 bits, rounded: Pillow's.
    private static T Grey<T>(T red, T green, T blue)
        where T : unmanaged, IBinaryInteger<T> => T.CreateTruncating(
            ((ulong.CreateTruncating(red) * 19595) + (ulong.CreateTruncating(green) * 38470) + (ulong.CreateTruncating(blue) * 7471) + 0x8000) >> 16);

    private static void Compose<T>(Raster<T> image, (byte Red, byte Green, byte Blue) background)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ulong white = ulong.CreateTruncating(image.White);
        ReadOnlySpan<ulong> behind = [background.Red * white / 255, background.Green * white / 255, background.Blue * white / 255];
        Span<T> samples = image.Samples;
        for (int pixel = 0; pixel < samples.Length; pixel += 4)
        {
            ulong opacity = ulong.CreateTruncating(samples[pixel + 3]);
            if (opacity == white) continue;
            for (int channel = 0; channel < 3; channel++)
            {
                ulong sum = (ulong.CreateTruncating(samples[pixel + channel]) * opacity) + (behind[channel] * (white - opacity));
                samples[pixel + channel] = T.CreateTruncating((sum + (white / 2)) / white);
            }

            samples[pixel + 3] = image.White;
        }
    }
}
