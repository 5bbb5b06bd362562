namespace Cornea.Vision.Resampling;

/// <summary>Images of another size: which part of the image goes where, and by whose rule.</summary>
/// <param name="Height">Wanted, in pixels.</param>
/// <param name="Width">Wanted, in pixels.</param>
/// <param name="Interpolation">How pixels are made.</param>
/// <param name="Fit">What happens to images of another ratio of width to height.</param>
internal sealed record Resampler(int Height, int Width, Interpolation Interpolation, AspectFit Fit)
{
    /// <summary>The image as float32 pixels [height, width, channels].</summary>
    public void Run(Raster<byte> image, int channels, Span<float> pixels)
    {
        var (from, to) = Parts(image.Width, image.Height);
        if (Fit == AspectFit.Pad) pixels.Clear();
        AxisTaps rows = AxisTaps.Of(Interpolation, from.Top, from.Height, to.Height), columns = AxisTaps.Of(Interpolation, from.Left, from.Width, to.Width);
        var target = new PixelTarget(pixels, Width, channels, to.Top, to.Left);
        if (ResampleFilter.Parse(Interpolation.ToString()).IsPillow) PillowResampler.Run(image, rows, columns, target);
        else FloatResampler.Run(image, rows, columns, target);
    }

    // Which part of the image goes to which part of the result. Keras' smart_resize divides in single precision; TensorFlow's resize_with_pad
    // finds the size within the padding so, too.
    private (Part From, Part To) Parts(int width, int height)
    {
        Part image = new(0, 0, height, width), result = new(0, 0, Height, Width);
        switch (Fit)
        {
            case AspectFit.Crop:
                int rows = Math.Clamp((int)((float)((long)width * Height) / Width), 1, height);
                int columns = Math.Clamp((int)((float)((long)height * Width) / Height), 1, width);
                return (new((height - rows) / 2, (width - columns) / 2, rows, columns), result);
            case AspectFit.Pad:
                float ratio = Math.Max((float)width / Width, (float)height / Height), fitHeight = height / ratio, fitWidth = width / ratio;
                int top = Math.Max(0, (int)MathF.Floor((Height - fitHeight) / 2)), left = Math.Max(0, (int)MathF.Floor((Width - fitWidth) / 2));
                return (image, new(top, left, Math.Max((int)MathF.Floor(fitHeight), 1), Math.Max((int)MathF.Floor(fitWidth), 1)));
            default:
                return (image, result);
        }
    }

    private readonly record struct Part(int Top, int Left, int Height, int Width);
}
