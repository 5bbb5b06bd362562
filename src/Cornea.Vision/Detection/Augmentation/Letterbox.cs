using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Where a photo lies on a picture of another proportion.</summary>
/// <param name="Left">In the picture's pixels.</param>
/// <param name="Top">In the picture's pixels.</param>
/// <param name="Width">Of the photo on the picture.</param>
/// <param name="Height">Of the photo on the picture.</param>
/// <param name="ScaleX">Pixels of the photo for one of the picture.</param>
/// <param name="ScaleY">The same for rows; rounding to whole pixels makes it another number.</param>
internal readonly record struct Letterbox(int Left, int Top, int Width, int Height, double ScaleX, double ScaleY)
{
    public static Letterbox Of(int height, int width, Size2 picture)
    {
        double scale = Math.Min((double)picture.Width / width, (double)picture.Height / height);
        int fitWidth = Math.Clamp((int)Math.Round(width * scale), 1, picture.Width), fitHeight = Math.Clamp((int)Math.Round(height * scale), 1, picture.Height);
        return new Letterbox(
            (picture.Width - fitWidth) / 2, (picture.Height - fitHeight) / 2, fitWidth, fitHeight, (double)width / fitWidth, (double)height / fitHeight);
    }

    /// <summary>A box on the picture in the photo's pixels.</summary>
    public Box OnPhoto(Box box) => box.Transform(1, 1, -Left, -Top).Transform(ScaleX, ScaleY).Clip(Width * ScaleX, Height * ScaleY);
}
