namespace Cornea.Vision;

/// <summary>Image files as tensors, and back: <c>Tensor photo = ImageTensor.Load("cat.jpg", 224, 224);</c></summary>
/// <remarks>
/// <para>
/// PNG, JPEG, BMP, GIF and WebP are read, of animations the first picture. A file's content says which it is, not its name. Photos are turned as
/// EXIF says they were taken; colour profiles are left aside, as by TensorFlow and Pillow.
/// </para>
/// <para>
/// Transparency: with <c>background</c> the picture lies on that colour; without, <c>rgb</c> and <c>grayscale</c> show the colours that
/// transparent pixels have in the file, as TensorFlow and Pillow do. <c>rgba</c> keeps it as a fourth channel.
/// </para>
/// </remarks>
public static partial class ImageTensor
{
    /// <summary>The most pixels that an image has if nothing else is said: larger ones are refused, as Pillow refuses them.</summary>
    public const long MaximumPixels = ImageDecoder.DefaultMaximumPixels;

    /// <summary>Reads an image file, in its own size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <param name="background">What transparent pixels lie on. Null: transparency is left out, or kept as rgba.</param>
    /// <param name="dtype">UInt8, or Int32 for samples as the file has them: 0 to 65535 in a PNG of 16 bits. Null: UInt8, of 16 bits the upper 8.</param>
    /// <param name="maximumPixels">The most pixels that the image may have, so that a small file can't fill the memory.</param>
    /// <returns>[height, width, channels].</returns>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large; the message names the file.</exception>
    /// <exception cref="IOException">There is no such file, or it can't be read.</exception>
    public static Tensor Load(
        string path, ColorMode colorMode = default, (byte Red, byte Green, byte Blue)? background = null, DType? dtype = null, long maximumPixels = MaximumPixels) =>
        Decoded(ImageDecoder.ReadFile(path), path, colorMode, background, dtype, maximumPixels);

    /// <summary>Reads an image file in the size of a network's input.</summary>
    /// <param name="path">The file.</param>
    /// <param name="height">Wanted, in pixels.</param>
    /// <param name="width">Wanted, in pixels.</param>
    /// <param name="interpolation">How pixels are made; bilinear is what image_dataset_from_directory does.</param>
    /// <param name="cropToAspectRatio">Whether the image is first cut, in the middle, to the ratio wanted.</param>
    /// <param name="padToAspectRatio">Whether the whole image is shown, black around it.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <param name="background">What transparent pixels lie on. Null: transparency is left out, or kept as rgba.</param>
    /// <param name="maximumPixels">The most pixels that the file may have, so that a small one can't fill the memory.</param>
    /// <returns>Float32 [height, width, channels], 0 to 255, not rounded.</returns>
    /// <inheritdoc cref="Load(string, ColorMode, ValueTuple{byte, byte, byte}?, DType?, long)" path="/exception"/>
    public static Tensor Load(
        string path, int height, int width, Interpolation interpolation = default, bool cropToAspectRatio = false, bool padToAspectRatio = false,
        ColorMode colorMode = default, (byte Red, byte Green, byte Blue)? background = null, long maximumPixels = MaximumPixels)
    {
        ImageLoader loader = Loader("ImageTensor.Load", height, width, interpolation, cropToAspectRatio, padToAspectRatio, colorMode, background, maximumPixels);
        return loader.Decode(ImageDecoder.ReadFile(path), path);
    }

    /// <summary>Reads the bytes of an image file, in its own size.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <param name="background">What transparent pixels lie on. Null: transparency is left out, or kept as rgba.</param>
    /// <param name="dtype">UInt8, or Int32 for samples as the file has them: 0 to 65535 in a PNG of 16 bits. Null: UInt8, of 16 bits the upper 8.</param>
    /// <param name="maximumPixels">The most pixels that the image may have, so that a small file can't fill the memory.</param>
    /// <returns>[height, width, channels].</returns>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public static Tensor Decode(
        ReadOnlySpan<byte> file, ColorMode colorMode = default, (byte Red, byte Green, byte Blue)? background = null, DType? dtype = null, long maximumPixels = MaximumPixels) =>
        Decoded(file, "ImageTensor.Decode", colorMode, background, dtype, maximumPixels);

    /// <summary>Reads the bytes of an image file in the size of a network's input.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="height">Wanted, in pixels.</param>
    /// <param name="width">Wanted, in pixels.</param>
    /// <param name="interpolation">How pixels are made; bilinear is what image_dataset_from_directory does.</param>
    /// <param name="cropToAspectRatio">Whether the image is first cut, in the middle, to the ratio wanted.</param>
    /// <param name="padToAspectRatio">Whether the whole image is shown, black around it.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <param name="background">What transparent pixels lie on. Null: transparency is left out, or kept as rgba.</param>
    /// <param name="maximumPixels">The most pixels that the file may have, so that a small one can't fill the memory.</param>
    /// <returns>Float32 [height, width, channels], 0 to 255, not rounded.</returns>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public static Tensor Decode(
        ReadOnlySpan<byte> file, int height, int width, Interpolation interpolation = default, bool cropToAspectRatio = false, bool padToAspectRatio = false,
        ColorMode colorMode = default, (byte Red, byte Green, byte Blue)? background = null, long maximumPixels = MaximumPixels)
    {
        const string Who = "ImageTensor.Decode";
        return Loader(Who, height, width, interpolation, cropToAspectRatio, padToAspectRatio, colorMode, background, maximumPixels).Decode(file, Who);
    }

    private static ImageLoader Loader(
        string who, int height, int width, Interpolation interpolation, bool isCropped, bool isPadded, ColorMode colorMode, (byte, byte, byte)? background, long maximumPixels)
    {
        if (height < 1 || width < 1) throw new ArgumentException($"{who}: expected a height and a width of at least 1, got {height} and {width}.");
        if (isCropped && isPadded) throw new ArgumentException($"{who}: expected at most one of cropToAspectRatio and padToAspectRatio.");
        AspectFit fit = isCropped ? AspectFit.Crop : isPadded ? AspectFit.Pad : AspectFit.Stretch;
        return new ImageLoader(height, width, interpolation, fit, colorMode, background, maximumPixels);
    }

    private static Tensor Decoded(
        ReadOnlySpan<byte> file, string place, ColorMode colorMode, (byte, byte, byte)? background, DType? dtype, long maximumPixels)
    {
        if (dtype is null || dtype == DType.UInt8)
        {
            using Raster<byte> image = ImageDecoder.Decode<byte>(file, place, maximumPixels).In(colorMode, background);
            return Tensor.From(image.ToArray<byte, byte>(colorMode), [image.Height, image.Width, colorMode.Channels]);
        }

        if (dtype != DType.Int32) throw new ArgumentException($"ImageTensor: expected dtype uint8 or int32, got {dtype}; Cast gives others.", nameof(dtype));
        using Raster<ushort> wide = ImageDecoder.Decode<ushort>(file, place, maximumPixels).In(colorMode, background);
        return Tensor.From(wide.ToArray<ushort, int>(colorMode), [wide.Height, wide.Width, colorMode.Channels]);
    }
}
