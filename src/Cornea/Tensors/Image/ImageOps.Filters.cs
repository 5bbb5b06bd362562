namespace Cornea;

// Filters, and the likeness of images.
public static partial class ImageOps
{
    /// <summary>Images blurred by a bell-shaped window; zeros lie around them.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="kernelSize">Width and height of the window.</param>
    /// <param name="sigma">The bell's standard deviation along each, in pixels.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor GaussianBlur(
        Tensor images, (int Width, int Height)? kernelSize = null, (double Width, double Height)? sigma = null, DataFormat dataFormat = default)
    {
        (int width, int height) = kernelSize ?? (3, 3);
        (double sigmaWidth, double sigmaHeight) = sigma ?? (1, 1);
        return OnBatch(images, dataFormat, "GaussianBlur", x => EachChannel(x, Outer(Bell(height, sigmaHeight), Bell(width, sigmaWidth)), height, width, Padding.Same));
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
        double[] bell = Bell(filterSize, filterSigma), window = Outer(bell, bell);
        Tensor Blur(Tensor image) => EachChannel(image, window, filterSize, filterSize, Padding.Valid);
        double c1 = Math.Pow(k1 * maxVal, 2), c2 = Math.Pow(k2 * maxVal, 2);
        Tensor meanX = Blur(x), meanY = Blur(y), products = meanX * meanY * 2, squares = Ops.Square(meanX) + Ops.Square(meanY);
        Tensor brightness = (products + c1) / (squares + c1);
        Tensor contrast = ((Blur(x * y) * 2) - products + c2) / (Blur(Ops.Square(x) + Ops.Square(y)) - squares + c2);
        Tensor result = Ops.Mean(brightness * contrast, axis: (1, 2, 3));
        return isSingle ? result.Squeeze(0) : result;
    }

    private static Tensor EachChannel(Tensor x, double[] kernel, int height, int width, Padding padding)
    {
        Tensor y = x.DType.IsFloating ? x : x.Cast(DType.Float32);
        Tensor weights = Tensor.From(kernel, [height, width, 1, 1]).Cast(y.DType).BroadcastTo([height, width, x.Shape[^1], 1]);
        return Ops.DepthwiseConv(y, weights, padding: padding);
    }

    private static double[] Bell(int size, double sigma)
    {
        double[] values = [.. Enumerable.Range(0, size).Select(place => Math.Exp(-0.5 * Math.Pow((place - ((size - 1) / 2.0)) / sigma, 2)))];
        double sum = values.Sum();
        return Array.ConvertAll(values, value => value / sum);
    }

    private static double[] Outer(double[] rows, double[] columns) => [.. rows.SelectMany(row => columns.Select(column => row * column))];
}
