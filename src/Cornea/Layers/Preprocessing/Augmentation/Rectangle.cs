namespace Cornea.Layers;

/// <summary>A random rectangle in each image of a batch.</summary>
/// <param name="Mask">True inside; [batch, height, width, 1], or with the channels first.</param>
/// <param name="Share">How much of the image it is; [batch, 1].</param>
internal readonly record struct Rectangle(Tensor Mask, Tensor Share)
{
    /// <summary>Rectangles of given sizes, anywhere in the images.</summary>
    /// <param name="images">The images' shape, with a batch.</param>
    /// <param name="format">Where the channels are.</param>
    /// <param name="widthShare">[batch, 1]: of the images' width, from 0 to 1.</param>
    /// <param name="heightShare">[batch, 1]: of the images' height, from 0 to 1.</param>
    /// <param name="random">What the places are drawn from.</param>
    public static Rectangle Draw(Shape images, DataFormat format, Tensor widthShare, Tensor heightShare, RandomStream random)
    {
        int rows = format.IsFirst ? 2 : 1;
        Tensor columnMask = Span(images[rows + 1], widthShare), rowMask = Span(images[rows], heightShare);
        Tensor inside = Ops.LogicalAnd(rowMask.ExpandDims(2), columnMask.ExpandDims(1));
        return new Rectangle(inside.ExpandDims(format.IsFirst ? 1 : 3), widthShare * heightShare);

        // [batch, size]: true from a random start on, for as long as the share says.
        Tensor Span(int size, Tensor share)
        {
            Tensor length = share * size, start = random.Uniform([images[0], 1]) * (size - length);
            Tensor place = Ops.Arange(size, dtype: DType.Float32);
            return Ops.LogicalAnd(place >= start, place < start + length);
        }
    }
}
