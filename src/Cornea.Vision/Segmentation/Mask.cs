using System.Collections.Concurrent;
using Cornea.Vision.Png;

namespace Cornea.Vision;

/// <summary>A mask's file: a number for each pixel.</summary>
/// <param name="Values">Grey values, or places in the palette, row by row.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
internal sealed record Mask(int[] Values, int Height, int Width)
{
    /// <exception cref="InvalidDataException">It's no image, broken, or in colours that no palette numbers.</exception>
    public static Mask Read(string path)
    {
        byte[] file = ImageDecoder.ReadFile(path);
        using Raster<byte> image = ImageDecoder.Decode<byte>(file, path, ImageDecoder.DefaultMaximumPixels);
        Dictionary<int, int>? places = Palette(file, path);
        var values = new int[image.Height * image.Width];
        byte[] pixels = image.ToArray<byte, byte>("rgb");
        for (int pixel = 0; pixel < values.Length; pixel++)
        {
            (byte red, byte green, byte blue) = (pixels[3 * pixel], pixels[(3 * pixel) + 1], pixels[(3 * pixel) + 2]);
            values[pixel] = places is not null ? places[Color(red, green, blue)] : red == green && green == blue ? red
                : throw new InvalidDataException($"{path}: the mask has the colour ({red}, {green}, {blue}); expected grey values, or a PNG with a palette.");
        }

        return new(values, image.Height, image.Width);
    }

    /// <summary>The values that there are in masks.</summary>
    public static IReadOnlyCollection<int> ValuesIn(IEnumerable<string> paths)
    {
        var found = new ConcurrentDictionary<int, bool>();
        try
        {
            Parallel.ForEach(paths, path =>
            {
                foreach (int value in Read(path).Values.Distinct()) found[value] = true;
            });
        }
        catch (AggregateException error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        return [.. found.Keys];
    }

    // A palette's colours by their places; of the same colour twice, the first.
    private static Dictionary<int, int>? Palette(byte[] file, string path)
    {
        if (ImageFormat.OfContent(file) != ImageFormat.Png) return null;
        PngChunks chunks = PngChunks.Parse(file, path);
        if (chunks.Header.ColorType != PngHeader.Palette) return null;
        var places = new Dictionary<int, int>();
        for (int place = 0; place < chunks.Palette.Length / 3; place++)
            places.TryAdd(Color(chunks.Palette[3 * place], chunks.Palette[(3 * place) + 1], chunks.Palette[(3 * place) + 2]), place);
        return places;
    }

    private static int Color(byte red, byte green, byte blue) => (red << 16) | (green << 8) | blue;
}
