namespace Cornea.Graphs.Operations;

/// <summary>How a window moves over an image's height and width. Pads are explicit when <see cref="Same"/> is false (valid: all 0).</summary>
/// <param name="Height">Of the window, in pixels.</param>
/// <param name="Width">Of the window, in pixels.</param>
/// <param name="StrideHeight">Pixels from window to window, downwards.</param>
/// <param name="StrideWidth">Pixels from window to window, rightwards.</param>
/// <param name="DilationHeight">Pixels between the window's rows; 1 is dense.</param>
/// <param name="DilationWidth">Pixels between the window's columns; 1 is dense.</param>
/// <param name="Same">Output size ceil(size / stride), the padding split evenly, the odd one after the image.</param>
/// <param name="PadTop">Rows of padding above.</param>
/// <param name="PadBottom">Rows of padding below.</param>
/// <param name="PadLeft">Columns of padding on the left.</param>
/// <param name="PadRight">Columns of padding on the right.</param>
internal readonly record struct Window2D(
    int Height, int Width, int StrideHeight = 1, int StrideWidth = 1, int DilationHeight = 1, int DilationWidth = 1, bool Same = false,
    int PadTop = 0, int PadBottom = 0, int PadLeft = 0, int PadRight = 0)
{
    /// <summary>The output for images of this shape, with as many channels as they have unless another number is given.</summary>
    /// <exception cref="ShapeException">The shape isn't that of images, or the window doesn't fit into them.</exception>
    public Shape Output(Shape x, int? channels, string who)
    {
        if (x.Rank != 4) throw new ShapeException($"{who}: expected images [batch, height, width, channels], got {x}.");
        return [x[0], OutHeight(x[1], who), OutWidth(x[2], who), channels ?? x[3]];
    }

    /// <summary>Weights [height, width, …] must be of the window's size.</summary>
    /// <exception cref="ShapeException">They aren't.</exception>
    public void CheckWeights(Shape w, string who)
    {
        if (w[0] != Height || w[1] != Width) throw new ShapeException($"{who}: expected weights of {Height}×{Width} pixels, got {w}.");
    }

    /// <summary>Output height for an input's; unknown stays unknown.</summary>
    public int OutHeight(int height, string who) => Out(height, Height, StrideHeight, DilationHeight, PadTop + PadBottom, who, "height");

    /// <summary>Output width for an input's; unknown stays unknown.</summary>
    public int OutWidth(int width, string who) => Out(width, Width, StrideWidth, DilationWidth, PadLeft + PadRight, who, "width");

    /// <summary>Rows of padding above an image of known height.</summary>
    public int Top(int height) => Same ? Before(height, Height, StrideHeight, DilationHeight) : PadTop;

    /// <summary>Columns of padding on the left of an image of known width.</summary>
    public int Left(int width) => Same ? Before(width, Width, StrideWidth, DilationWidth) : PadLeft;

    public override string ToString() =>
        $"{Height}×{Width}"
        + (StrideHeight == 1 && StrideWidth == 1 ? "" : $", stride {StrideHeight}×{StrideWidth}")
        + (DilationHeight == 1 && DilationWidth == 1 ? "" : $", dilation {DilationHeight}×{DilationWidth}")
        + (Same ? ", same" : PadTop + PadBottom + PadLeft + PadRight == 0 ? ", valid" : $", pad {PadTop},{PadBottom},{PadLeft},{PadRight}");

    private static int Before(int size, int window, int stride, int dilation)
    {
        int reach = ((window - 1) * dilation) + 1, outSize = (size + stride - 1) / stride;
        return Math.Max(0, ((outSize - 1) * stride) + reach - size) / 2;
    }

    private int Out(int size, int window, int stride, int dilation, int pads, string who, string what)
    {
        if (size == Shape.Unknown) return size;
        if (Same) return (size + stride - 1) / stride;
        int reach = ((window - 1) * dilation) + 1, room = size + pads - reach;
        if (room < 0)
            throw new ShapeException($"{who}: the window's {what} of {reach} pixels doesn't fit into an image {what} of {size + pads}; use padding \"same\" or a larger image.");
        return (room / stride) + 1;
    }
}
