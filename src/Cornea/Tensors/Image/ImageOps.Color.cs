namespace Cornea;

// Colours.
public static partial class ImageOps
{
    /// <summary>0.2989 · red + 0.587 · green + 0.114 · blue, as one channel.</summary>
    public static Tensor RgbToGrayscale(Tensor images, DataFormat dataFormat = default) => OnBatch(images, dataFormat, "RgbToGrayscale", x =>
    {
        ExpectColors(x, "RgbToGrayscale");
        Tensor weights = Tensor.From([0.2989f, 0.5870f, 0.1140f], [3]);
        Tensor grey = Ops.Sum(x.Cast(Ops.FloatingOf(x)) * weights.Cast(Ops.FloatingOf(x)), axis: -1, keepDims: true);
        return grey.Cast(x.DType);
    });

    /// <summary>Hue (a turn is 1), saturation and value of colours from 0 to 1.</summary>
    public static Tensor RgbToHsv(Tensor images, DataFormat dataFormat = default) => OnBatch(images, dataFormat, "RgbToHsv", x =>
    {
        ExpectColors(x, "RgbToHsv");
        Tensor red = Channel(x, 0), green = Channel(x, 1), blue = Channel(x, 2);
        Tensor value = Ops.Max(x, axis: -1, keepDims: true), range = value - Ops.Min(x, axis: -1, keepDims: true);
        Tensor unit = Ops.DivideNoNan(Tensor.Number(1.0 / 6, x.DType).BroadcastTo(range.Shape), range);
        Tensor hue = Ops.Where(Ops.Equal(red, value), unit * (green - blue),
            Ops.Where(Ops.Equal(green, value), (unit * (blue - red)) + (2.0 / 6), (unit * (red - green)) + (4.0 / 6)));
        hue = Ops.Where(range > 0, hue, 0);
        hue = Ops.Where(hue < 0, hue + 1, hue);
        return Ops.Concatenate([hue, Ops.Where(value > 0, Ops.DivideNoNan(range, value), 0), value], -1);
    });

    /// <summary>Colours from 0 to 1 of hue, saturation and value.</summary>
    public static Tensor HsvToRgb(Tensor images, DataFormat dataFormat = default) => OnBatch(images, dataFormat, "HsvToRgb", x =>
    {
        ExpectColors(x, "HsvToRgb");
        Tensor hue = Channel(x, 0) * 6, saturation = Channel(x, 1), value = Channel(x, 2);
        Tensor red = Ops.Clip(Ops.Abs(hue - 3) - 1, 0, 1), green = Ops.Clip(2 - Ops.Abs(hue - 2), 0, 1), blue = Ops.Clip(2 - Ops.Abs(hue - 4), 0, 1);
        return (1 - saturation + (Ops.Concatenate([red, green, blue], -1) * saturation)) * value;
    });

    private static Tensor Channel(Tensor x, int channel) => Ops.Slice(x, -1, channel, 1);

    private static void ExpectColors(Tensor x, string who)
    {
        if (x.Shape[^1] != 3) throw new ShapeException($"{who}: expected 3 channels, got images {x.Shape} (channels last).");
    }
}
