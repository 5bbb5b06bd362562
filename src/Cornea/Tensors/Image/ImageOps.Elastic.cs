namespace Cornea;

// Images bent like rubber.
public static partial class ImageOps
{
    /// <summary>Each pixel moved by random amounts that vary smoothly over the image (Simard et al. 2003).</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="alpha">How strong, in pixels.</param>
    /// <param name="sigma">How smooth, in pixels: the blur's standard deviation.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">What lies outside: as for <see cref="MapCoordinates(Tensor, Tensor, int, string, double)"/>.</param>
    /// <param name="fillValue">For constant.</param>
    /// <param name="seed">Of the random numbers, or a generator of seeds; null draws one.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor ElasticTransform(
        Tensor images, double alpha = 20, double sigma = 5, string interpolation = "bilinear", string fillMode = "reflect", double fillValue = 0,
        Seed? seed = null, DataFormat dataFormat = default)
    {
        CheckInterpolation("ElasticTransform", interpolation);
        int window = (int)(6 * sigma) | 1;
        return OnBatch(images, dataFormat, "ElasticTransform", x =>
        {
            Tensor noise = RandomOps.Normal([x.Shape[0], x.Shape[1], x.Shape[2], 2], seed: seed);
            Tensor moves = GaussianBlur(noise, (window, window), (sigma, sigma)) * alpha;
            return Displaced(x, Ops.Slice(moves, -1, 0, 1).Squeeze(-1), Ops.Slice(moves, -1, 1, 1).Squeeze(-1), interpolation, fillMode, fillValue);
        });
    }

    /// <summary>Images [batch, height, width, channels] read at (x + right, y + down); the moves are [batch, height, width].</summary>
    internal static Tensor Displaced(Tensor x, Tensor right, Tensor down, string interpolation, string fillMode, double fillValue)
    {
        (int batch, int height, int width) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        Tensor row = Ops.Arange(height).Cast(right.DType).Reshape([1, height, 1]), column = Ops.Arange(width).Cast(right.DType).Reshape([1, 1, width]);
        Tensor start = Ops.Arange(batch).Reshape([batch, 1, 1]) * (height * width);
        Tensor y = Sampled(
            x.Reshape([-1, x.Shape[3]]), [height, width], [row + down, column + right], start, interpolation == "nearest" ? 0 : 1, fillMode, fillValue);
        return x.DType.IsFloating ? y : RoundAway(y).Cast(x.DType);
    }
}
