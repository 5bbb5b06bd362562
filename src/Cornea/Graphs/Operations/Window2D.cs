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
    long PadTop = 0, long PadBottom = 0, long PadLeft = 0, long PadRight = 0)
{
    /// <summary>A window of two axes.</summary>
    public static Window2D Of(WindowAxis rows, WindowAxis columns) => rows.Same == columns.Same
        ? new Window2D(
            rows.Size, columns.Size, rows.Stride, columns.Stride, rows.Dilation, columns.Dilation, rows.Same,
            rows.PadBefore, rows.PadAfter, columns.PadBefore, columns.PadAfter)
        : throw new ArgumentException($"Window2D: expected one way of padding, got {rows} and {columns}.");

    /// <summary>The window downwards.</summary>
    public WindowAxis Rows => new(Height, StrideHeight, DilationHeight, Same, PadTop, PadBottom);

    /// <summary>The window rightwards.</summary>
    public WindowAxis Columns => new(Width, StrideWidth, DilationWidth, Same, PadLeft, PadRight);

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
    public int OutHeight(int height, string who) => Rows.Outputs(height, who, "height");

    /// <summary>Output width for an input's; unknown stays unknown.</summary>
    public int OutWidth(int width, string who) => Columns.Outputs(width, who, "width");

    /// <summary>Rows of padding above an image of known height.</summary>
    public int Top(int height) => AxisSize.Of(Rows.Before(height), "Padding above");

    /// <summary>Columns of padding on the left of an image of known width.</summary>
    public int Left(int width) => AxisSize.Of(Columns.Before(width), "Padding on the left");

    public override string ToString() =>
        $"{Height}×{Width}"
        + (StrideHeight == 1 && StrideWidth == 1 ? "" : $", stride {StrideHeight}×{StrideWidth}")
        + (DilationHeight == 1 && DilationWidth == 1 ? "" : $", dilation {DilationHeight}×{DilationWidth}")
        + (Same ? ", same" : this is { PadTop: 0, PadBottom: 0, PadLeft: 0, PadRight: 0 } ? ", valid" : $", pad {PadTop},{PadBottom},{PadLeft},{PadRight}");
}
