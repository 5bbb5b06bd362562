using Cornea.Layers;
using Cornea.Vision.Resampling;

namespace Cornea.Vision;

/// <summary>Photos in the size in which a detector sees them: as large as fits, in their own proportion, and in the middle of grey where a whole picture is wanted.</summary>
/// <param name="size">Of the pictures, in pixels.</param>
internal sealed class PhotoReader(Size2 size)
{
    /// <summary>A photo with its boxes, without grey around it.</summary>
    /// <exception cref="InvalidDataException">The file is no image, or of another size than its annotations say; the message names it.</exception>
    public Photo Read(AnnotatedImage image)
    {
        using Raster<byte> raster = Decode(image.Path);
        if (raster.Width != image.Width || raster.Height != image.Height)
            throw new InvalidDataException($"{image.Path}: is {raster.Width} × {raster.Height} pixels, but its annotations are for {image.Width} × {image.Height}.");
        Letterbox fit = Letterbox.Of(raster.Height, raster.Width, size);
        double scaleX = (double)fit.Width / raster.Width, scaleY = (double)fit.Height / raster.Height;
        return new Photo(Resized(raster, fit), fit.Height, fit.Width, [.. image.Boxes.Select(box => box with { Box = box.Box.Transform(scaleX, scaleY) })]);
    }

    /// <summary>Writes a whole picture [height, width, 3], and says where the photo lies on it.</summary>
    public Letterbox ReadInto(string path, Span<byte> picture)
    {
        using Raster<byte> raster = Decode(path);
        return Put(raster, picture);
    }

    /// <summary>The same for an image [height, width, 3] of 0 to 255.</summary>
    public Letterbox ReadInto(Tensor image, Span<byte> picture)
    {
        if (image.Rank != 3 || image.Shape[2] != 3 || image.Shape[0] < 1 || image.Shape[1] < 1)
            throw new ShapeException($"Detector: expected an image [height, width, 3], got {image.Shape}.");
        using var raster = new Raster<byte>(image.Shape[1], image.Shape[0], 4);
        byte[] pixels = (image.DType.IsFloating ? Ops.Clip(image + 0.5, 0, 255) : image).Cast(DType.UInt8).ToArray<byte>();
        Span<byte> samples = raster.Samples;
        for (int pixel = 0; pixel < pixels.Length / 3; pixel++)
        {
            pixels.AsSpan(3 * pixel, 3).CopyTo(samples[(4 * pixel)..]);
            samples[(4 * pixel) + 3] = 255;
        }

        return Put(raster, picture);
    }

    private Letterbox Put(Raster<byte> raster, Span<byte> picture)
    {
        Letterbox fit = Letterbox.Of(raster.Height, raster.Width, size);
        byte[] pixels = Resized(raster, fit);
        picture.Fill(PictureMaker.Grey);
        for (int y = 0; y < fit.Height; y++)
            pixels.AsSpan(y * fit.Width * 3, fit.Width * 3).CopyTo(picture[((((y + fit.Top) * size.Width) + fit.Left) * 3)..]);
        return fit;
    }

    private static Raster<byte> Decode(string path) =>
        ImageDecoder.Decode<byte>(ImageDecoder.ReadFile(path), path, ImageDecoder.DefaultMaximumPixels).In(ColorMode.Rgb, null);

    private static byte[] Resized(Raster<byte> raster, Letterbox fit)
    {
        float[] pixels = new float[fit.Height * fit.Width * 3];
        new Resampler(fit.Height, fit.Width, Interpolation.BilinearAntialias, AspectFit.Stretch).Run(raster, 3, pixels);
        return Array.ConvertAll(pixels, value => (byte)Math.Clamp(value + 0.5f, 0, 255));
    }
}
