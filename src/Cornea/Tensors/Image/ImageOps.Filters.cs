namespace Cornea;

// Filters, and the likeness of images.
public static partial class ImageOps
{
    /// <summary>Images blurred by a bell-shaped window; zeros lie around them.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="kernelSize">Rows and columns of the window.</param>
    /// <param name="sigma">The bell's standard deviations in pixels: as in Keras, first that across, then that down.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor GaussianBlur(
        Tensor images, (int Height, int Width)? kernelSize = null, (double Across, double Down)? sigma = null, DataFormat dataFormat = default)
    {
        (double across, double down) = sigma ?? (1, 1);
        return GaussianBlur(images, kernelSize ?? (3, 3), Tensor.From([across, down], [2]).Cast(DType.Float32), dataFormat);
    }

    /// <summary>As <see cref="GaussianBlur(Tensor, ValueTuple{int, int}?, ValueTuple{double, double}?, DataFormat)"/>, with standard deviations that show in the run.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="kernelSize">Rows and columns of the window.</param>
    /// <param name="sigma">The bell's standard deviations, [across, down].</param>
    /// <param name="dataFormat">Where the channels are.</param>
    internal static Tensor GaussianBlur(Tensor images, (int Height, int Width) kernelSize, Tensor sigma, DataFormat dataFormat)
    {
        AxisSize.Table(kernelSize.Height, kernelSize.Width, "GaussianBlur");
        AxisSize.Positive([kernelSize.Height, kernelSize.Width], "GaussianBlur", "a kernelSize");
        Tensor across = Bell(kernelSize.Width, 0), down = Bell(kernelSize.Height, 1), window = Ops.Outer(down, across);
        return OnBatch(images, dataFormat, "GaussianBlur", x => EachChannel(x, window, Padding.Same));

        Tensor Bell(int size, int index)
        {
            Tensor bell = BellAt(Ops.Arange(size, dtype: DType.Float32) - ((size - 1) / 2.0), Ops.Slice(sigma, 0, index, 1));
            return bell / Ops.Sum(bell);
        }
    }

    /// <summary>The slopes downwards and rightwards by Sobel's filters, as a new last axis of size 2.</summary>
    public static Tensor SobelEdges(Tensor images, DataFormat dataFormat = default)
    {
        double[] down = [-1, -2, -1, 0, 0, 0, 1, 2, 1], right = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
        Tensor Slope(double[] kernel) => OnBatch(images, dataFormat, "SobelEdges", x =>
            EachChannel(Ops.Pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)], "reflect"), kernel, 3, 3, Padding.Valid));
        return Ops.Stack([Slope(down), Slope(right)], -1);
    }

    /// <summary>The structural similarity of two images, from −1 to 1 (Wang et al. 2004), one number for each image.</summary>
    /// <param name="image1">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="image2">Likewise.</param>
    /// <param name="maxVal">The range of the values.</param>
    /// <param name="filterSize">Side of the bell-shaped window, in pixels.</param>
    /// <param name="filterSigma">Its standard deviation, in pixels.</param>
    /// <param name="k1">Steadies the comparison of brightness.</param>
    /// <param name="k2">Steadies the comparison of contrast.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor Ssim(
        Tensor image1, Tensor image2, double maxVal = 1, int filterSize = 11, double filterSigma = 1.5, double k1 = 0.01, double k2 = 0.03,
        DataFormat dataFormat = default)
    {
        bool isSingle = image1.Rank == 3;
        Tensor x = dataFormat.ToLast(isSingle ? image1.ExpandDims(0) : image1), y = dataFormat.ToLast(isSingle ? image2.ExpandDims(0) : image2);
        AxisSize.Positive([filterSize], "Ssim", "a filterSize");
        AxisSize.Table(filterSize, filterSize, "Ssim");
        double[] bell = Bell(filterSize, filterSigma), window = Outer(bell, bell);
        Tensor Blur(Tensor image) => EachChannel(image, window, filterSize, filterSize, Padding.Valid);
        double c1 = Math.Pow(k1 * maxVal, 2), c2 = Math.Pow(k2 * maxVal, 2);
        Tensor meanX = Blur(x), meanY = Blur(y), products = meanX * meanY * 2, squares = Ops.Square(meanX) + Ops.Square(meanY);
        Tensor brightness = (products + c1) / (squares + c1);
        Tensor contrast = ((Blur(x * y) * 2) - products + c2) / (Blur(Ops.Square(x) + Ops.Square(y)) - squares + c2);
        Tensor result = Ops.Mean(brightness * contrast, axis: (1, 2, 3));
        return isSingle ? result.Squeeze(0) : result;
    }

    private static Tensor EachChannel(Tensor x, double[] kernel, int height, int width, Padding padding) =>
        EachChannel(x, Tensor.From(kernel, [height, width]), padding);

    private static Tensor EachChannel(Tensor x, Tensor kernel, Padding padding)
    {
        Tensor y = x.DType.IsFloating ? x : x.Cast(DType.Float32);
        Tensor weights = kernel.Cast(y.DType).Reshape([kernel.Shape[0], kernel.Shape[1], 1, 1]).BroadcastTo([kernel.Shape[0], kernel.Shape[1], x.Shape[^1], 1]);
        return Ops.DepthwiseConv(y, weights, padding: padding);
    }

    // The bell curve at distances from its middle, not yet brought to a sum of 1.
    private static Tensor BellAt(Tensor distance, Tensor sigma) => Ops.Exp(Ops.Square(distance / sigma) * -0.5);

    private static double[] Bell(int size, double sigma)
    {
        double[] values = [.. Enumerable.Range(0, size).Select(place => Math.Exp(-0.5 * Math.Pow((place - ((size - 1) / 2.0)) / sigma, 2)))];
        double sum = values.Sum();
        return Array.ConvertAll(values, value => value / sum);
    }

    private static double[] Outer(double[] rows, double[] columns) => [.. rows.SelectMany(row => columns.Select(column => row * column))];
}
