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
        int rows = images.Rank - (dataFormat.IsFirst ? 2 : 3);
        Tensor noise = RandomOps.Normal([images.Rank == 3 ? 1 : images.Shape[0], images.Shape[rows], images.Shape[rows + 1], 2], seed: seed);
        return ElasticTransform(images, noise, alpha, sigma, sigma, interpolation, fillMode, fillValue, dataFormat);
    }

    /// <summary>As <see cref="ElasticTransform(Tensor, double, double, string, string, double, Seed?, DataFormat)"/>, with the random numbers given.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="noise">Normally distributed numbers [batch, height, width, 2], for the moves to the right and down.</param>
    /// <param name="alpha">How strong, in pixels; a scalar.</param>
    /// <param name="sigma">How smooth, in pixels; a scalar.</param>
    /// <param name="maxSigma">What <paramref name="sigma"/> is at most.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">What lies outside.</param>
    /// <param name="fillValue">For constant.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    internal static Tensor ElasticTransform(
        Tensor images, Tensor noise, Tensor alpha, Tensor sigma, double maxSigma, string interpolation, string fillMode, double fillValue, DataFormat dataFormat)
    {
        CheckInterpolation("ElasticTransform", interpolation);
        // Keras' window has 6⌊sigma⌋ + 1 pixels; which sigma it is shows only in a run, so that the largest window is taken, and its ends weigh nothing.
        int reach = 3 * (int)maxSigma;
        Tensor place = Ops.Arange(-reach, reach + 1, dtype: DType.Float32);
        Tensor bell = Ops.Where(Ops.Abs(place) <= Ops.Floor(sigma) * 3, BellAt(place, Ops.Maximum(sigma, 1e-6)), 0.0);
        bell /= Ops.Sum(bell);
        Tensor blurred = EachChannel(noise * sigma, Ops.Outer(bell, bell), Padding.Same);
        return OnBatch(images, dataFormat, "ElasticTransform", x =>
        {
            Tensor moves = blurred * alpha;
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
        return x.DType.IsFloating ? y : Ops.Round(y).Cast(x.DType);
    }
}
