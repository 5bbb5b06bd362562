using System.Buffers;
using Cornea.Vision.Resampling;

namespace Cornea.Vision;

/// <summary>From a file's bytes to a network's input, the same way each time. May be used on many threads at once.</summary>
/// <param name="Height">Wanted, in pixels.</param>
/// <param name="Width">Wanted, in pixels.</param>
/// <param name="Interpolation">How pixels are made.</param>
/// <param name="Fit">What happens to images of another ratio of width to height.</param>
/// <param name="ColorMode">Which channels.</param>
/// <param name="Background">What transparent pixels lie on; null: transparency is left out, or kept as rgba.</param>
/// <param name="MaximumPixels">The most pixels that a file may have.</param>
internal sealed record ImageLoader(
    int Height,
    int Width,
    Interpolation Interpolation = default,
    AspectFit Fit = AspectFit.Stretch,
    ColorMode ColorMode = default,
    (byte Red, byte Green, byte Blue)? Background = null,
    long MaximumPixels = ImageDecoder.DefaultMaximumPixels)
{
    /// <summary>How many numbers an image has.</summary>
    public int Length => checked(Height * Width * ColorMode.Channels);

    /// <summary>Float32 [height, width, channels] of a file.</summary>
    public Tensor Load(string path) => Decode(ImageDecoder.ReadFile(path), path);

    /// <summary>Float32 [height, width, channels] of a file's bytes.</summary>
    public Tensor Decode(ReadOnlySpan<byte> file, string place)
    {
        float[] memory = ArrayPool<float>.Shared.Rent(Length); // Lent: a new array for each image is more work than resizing it.
        try
        {
            Span<float> pixels = memory.AsSpan(0, Length);
            Decode(file, place, pixels);
            return Tensor.From<float>(pixels, [Height, Width, ColorMode.Channels]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(memory);
        }
    }

    /// <summary>The pixels [height, width, channels] of a file's bytes.</summary>
    public void Decode(ReadOnlySpan<byte> file, string place, Span<float> pixels)
    {
        using Raster<byte> image = ImageDecoder.Decode<byte>(file, place, MaximumPixels).In(ColorMode, Background);
        new Resampler(Height, Width, Interpolation, Fit).Run(image, ColorMode.Channels, pixels);
    }
}
