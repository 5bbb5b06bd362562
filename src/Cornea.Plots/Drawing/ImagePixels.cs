using ScottPlot;

namespace Cornea.Plots.Drawing;

/// <summary>Images of a tensor as pictures: which numbers stand for black and white is recognised, for all of them together.</summary>
internal sealed class ImagePixels
{
    private const int White = 255;
    private const double Rounding = 0.05; // So far beyond −1 or 1 still counts as rounding, or as what resizing bicubically adds.

    private static readonly IColormap Map = new ScottPlot.Colormaps.Viridis();

    private readonly float[] _values;
    private readonly int _height, _width, _channels;

    private ImagePixels(float[] values, Shape shape, (double Black, double White) range) =>
        (_values, Count, _height, _width, _channels, Range) = (values, shape[0], shape[1], shape[2], shape[3], range);

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>The numbers that are black and white.</summary>
    public (double Black, double White) Range { get; }

    /// <summary>One image.</summary>
    public PixelImage this[int image]
    {
        get
        {
            int size = _height * _width;
            ReadOnlySpan<float> from = _values.AsSpan(image * size * _channels, size * _channels);
            byte[] rgba = new byte[checked(size * 4)];
            for (int pixel = 0; pixel < size; pixel++)
            {
                for (int channel = 0; channel < 3; channel++) rgba[(4 * pixel) + channel] = Byte(from[(pixel * _channels) + (_channels < 3 ? 0 : channel)]);
                rgba[(4 * pixel) + 3] = _channels == 4 ? Byte(from[(pixel * 4) + 3]) : byte.MaxValue;
            }

            return new(rgba, _width, _height);
        }
    }

    /// <param name="who">Who asks, in messages.</param>
    /// <param name="images">Images, or one.</param>
    /// <param name="range">The numbers that are black and white; null: they are recognised.</param>
    /// <exception cref="ShapeException">They are no images.</exception>
    public static ImagePixels Of(string who, Tensor images, (double Black, double White)? range = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        Tensor batch = images switch
        {
            { Rank: 2 } => images.ExpandDims(0).ExpandDims(-1),
            { Rank: 3 } when images.Shape[2] is 3 or 4 => images.ExpandDims(0),
            { Rank: 3 } => images.ExpandDims(-1),
            _ => images,
        };
        if (batch.Rank != 4 || batch.Shape.ElementCount == 0 || batch.Shape[3] is not (1 or 3 or 4))
            throw new ShapeException($"{who}: expected images [images, height, width] or [images, height, width, 1, 3 or 4], got {images.Shape}.");
        float[] values = batch.Cast(DType.Float32).ToArray<float>();
        return new(values, batch.Shape, range ?? (images.DType == DType.Bool ? (0, 1) : images.DType.IsFloating ? Recognised(values) : (0, White)));
    }

    /// <summary>Numbers of any size in colours, from the least to the largest.</summary>
    public static PixelImage Colored(ReadOnlySpan<float> values, int height, int width)
    {
        (double least, double most) = Ends(values);
        byte[] rgba = new byte[checked(values.Length * 4)];
        for (int pixel = 0; pixel < values.Length; pixel++)
        {
            Color color = Map.GetColor(most > least && float.IsFinite(values[pixel]) ? (values[pixel] - least) / (most - least) : 0);
            (rgba[4 * pixel], rgba[(4 * pixel) + 1], rgba[(4 * pixel) + 2], rgba[(4 * pixel) + 3]) = (color.R, color.G, color.B, byte.MaxValue);
        }

        return new(rgba, width, height);
    }

    private byte Byte(float value) => (byte)Math.Round(Math.Clamp((value - Range.Black) / (Range.White - Range.Black), 0, 1) * White); // NaN becomes 0.

    // Standardised images (and whatever else) are shown from their least to their largest value.
    private static (double Black, double White) Recognised(float[] values)
    {
        (double least, double most) = Ends(values);
        return least >= 0 ? (0, most <= 1 + Rounding ? 1 : White)
            : least >= -1 - Rounding && most <= 1 + Rounding ? (-1, 1)
            : least >= -Rounding * White && most > 2 * White / 3 ? (0, White)
            : (least, Math.Max(most, least + float.Epsilon));
    }

    private static (double Least, double Most) Ends(ReadOnlySpan<float> values)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (float value in values)
            if (float.IsFinite(value)) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return most >= least ? (least, most) : (0, 0);
    }
}
