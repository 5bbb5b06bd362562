namespace Cornea.Cpu.Kernels;

/// <summary>
/// dx from dy and w: the gradient of <see cref="ConvolutionForward"/> to its input; also the transposed convolution.
/// Phases: <see cref="Pack"/> (once, where w is constant), then <see cref="Run"/>.
/// </summary>
/// <param name="Shape">The sizes of the forward convolution.</param>
/// <remarks>
/// Without stride it is a convolution of dy with the kernel turned round and its channels exchanged; packing does both. With a stride,
/// the pixels of dx fall into StrideHeight · StrideWidth phases, each of which sees its own taps only: each is such a convolution,
/// whose results lie a stride apart in dx. A phase without taps is zero.
/// </remarks>
internal readonly unsafe record struct ConvolutionBackwardData(ConvolutionProblem Shape)
{
    private ColumnPanels Panels => new(Shape.GroupIn);

    private long WeightsPerPixel =>
        (long)Shape.KernelHeight * Shape.KernelWidth * Shape.GroupIn * Shape.OutChannels / (Shape.StrideHeight * Shape.StrideWidth);

    private PixelPieces Cut => PixelPieces.For(Shape.Batch, Shape.InHeight, Shape.InWidth, WeightsPerPixel);

    private StridePhase PhaseY(int phase) => new(Shape.KernelHeight, Shape.StrideHeight, Shape.DilationHeight, phase);

    private StridePhase PhaseX(int phase) => new(Shape.KernelWidth, Shape.StrideWidth, Shape.DilationWidth, phase);

    // The columns of dy that a row of dx reads, first and last, borders included.
    private int FirstColumn => CeilingOf(Shape.PadLeft - (Shape.KernelWidth - 1) * Shape.DilationWidth, Shape.StrideWidth);

    private int LastColumn => FloorOf(Shape.InWidth - 1 + Shape.PadLeft, Shape.StrideWidth);

    private int FirstRow(int row) => CeilingOf(row + Shape.PadTop - (Shape.KernelHeight - 1) * Shape.DilationHeight, Shape.StrideHeight);

    private int LastRow(int row) => FloorOf(row + Shape.PadTop, Shape.StrideHeight);

    /// <summary>Whether rows of dy go through the workspace to get a border of zeros.</summary>
    private bool CopiesInput => FirstColumn < 0 || LastColumn >= Shape.OutWidth
        || FirstRow(0) < 0 || LastRow(Shape.InHeight - 1) >= Shape.OutHeight;

    private EvenCut PackUnits => PackCut.For(Shape.KernelHeight * Shape.KernelWidth * Shape.Groups, PackedBytes);

    /// <summary>Pieces of <see cref="Pack"/>.</summary>
    public int PackPieces => PackUnits.Parts;

    /// <summary>Size of the packed weights; the packing differs from <see cref="ConvolutionForward"/>'s.</summary>
    public nint PackedBytes =>
        (nint)Shape.KernelHeight * Shape.KernelWidth * Shape.OutChannels * Panels.PaddedColumns * sizeof(float);

    /// <summary>Packs one piece of the weights.</summary>
    public void Pack(float* w, float* packed, int piece)
    {
        EvenCut units = PackUnits;
        ColumnPanels panels = Panels;
        for (int unit = units.Start(piece); unit < units.Start(piece + 1); unit++)
        {
            int tap = unit / Shape.Groups, group = unit % Shape.Groups;
            int kh = tap / Shape.KernelWidth, kw = tap % Shape.KernelWidth;
            StridePhase y = PhaseY(StridePhase.Of(kh, Shape.StrideHeight, Shape.DilationHeight));
            StridePhase x = PhaseX(StridePhase.Of(kw, Shape.StrideWidth, Shape.DilationWidth));
            int xTaps = x.Taps;
            nint depth = (nint)y.Taps * xTaps * Shape.GroupOut;
            nint first = (nint)(y.NumberOf(kh) * xTaps + x.NumberOf(kw)) * Shape.GroupOut;
            float* from = w + (nint)tap * Shape.GroupIn * Shape.OutChannels + group * Shape.GroupOut;
            float* to = packed + PackedStart(y, x, group);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int column = panels.Start(panel), width = panels.Vectors(panel) * MicroKernel.Lanes;
                PanelPacking.Transpose(from + (nint)column * Shape.OutChannels, Shape.OutChannels, Shape.GroupOut, panels.Width(panel),
                    to + column * depth + first * width, width);
            }
        }
    }

    /// <summary>Where the packed taps of one phase and group begin: phases are in row order, groups within a phase.</summary>
    private nint PackedStart(StridePhase y, StridePhase x, int group)
    {
        int xTaps = x.Taps, yTaps = y.Taps;
        nint taps = (nint)y.TapsBefore * Shape.KernelWidth * Shape.Groups + (nint)yTaps * x.TapsBefore * Shape.Groups
            + (nint)group * yTaps * xTaps;
        return taps * Shape.GroupOut * Panels.PaddedColumns;
    }

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => Shape.InChannels == 0 || Shape.InWidth == 0 ? 0 : Cut.Count;

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => Pieces == 0 ? 0 : TableBytes + (CopiesInput ? Segments.Bytes : 0);

    private nint TableBytes => (Shape.KernelHeight * Shape.KernelWidth * sizeof(nint) + 63) / 64 * 64;

    /// <summary>
    /// What of a piece is copied, then computed, at once. Rows of dy are counted as if there were no stride: more than are needed.
    /// </summary>
    private SegmentCut Segments => new(CopiesInput, Cut[0],
        Math.Max(0, LastColumn - FirstColumn + 1) * Shape.OutChannels, 1, (Shape.KernelHeight - 1) * Shape.DilationHeight + 1);

    /// <summary>The elements of dx (whole rows of pixels, all channels) that a piece writes.</summary>
    public OutputRange Range(int piece)
    {
        Segment range = Cut[piece];
        nint perRow = (nint)Shape.InWidth * Shape.InChannels;
        return new OutputRange(((nint)range.Image * Shape.InHeight + range.Row) * perRow, (nint)range.Images * range.Rows * perRow);
    }

    /// <summary>Computes one piece of dx from dy and the packed weights.</summary>
    public void Run(float* dy, float* packed, float* dx, int piece, byte* scratch, in TileEpilogue epilogue = default)
    {
        Segment whole = Cut[piece];
        SegmentCut cut = Segments;
        for (int index = 0; index < cut.CountOf(whole); index++)
            RunSegment(dy, packed, dx, cut.Of(whole, index), scratch, epilogue);
    }

    private void RunSegment(float* dy, float* packed, float* dx, Segment segment, byte* scratch, in TileEpilogue epilogue)
    {
        (int image, int images, int row, int rows) = segment;
        ConvolutionProblem shape = Shape;
        int top = FirstRow(row), left = FirstColumn;
        nint outputImage = (nint)shape.OutHeight * shape.OutWidth * shape.OutChannels;
        nint rowFloats, imageFloats;
        float* source;
        if (CopiesInput)
        {
            int copied = Math.Max(0, LastRow(row + rows - 1) - top + 1), columns = Math.Max(0, LastColumn - left + 1);
            rowFloats = (nint)columns * shape.OutChannels;
            imageFloats = copied * rowFloats;
            source = (float*)(scratch + TableBytes);
            for (int i = 0; i < images; i++)
                BorderCopy.Copy(dy + (image + i) * outputImage, shape.OutHeight, shape.OutWidth, shape.OutChannels,
                    top, copied, left, columns, source + i * imageFloats);
        }
        else
        {
            rowFloats = (nint)shape.OutWidth * shape.OutChannels;
            imageFloats = outputImage;
            source = dy + image * outputImage + top * rowFloats + (nint)left * shape.OutChannels;
        }

        nint inputRow = (nint)shape.InWidth * shape.InChannels, inputImage = shape.InHeight * inputRow;
        var product = new ImageProduct
        {
            Images = images, Channels = shape.GroupIn, EndPanel = Panels.Count, RunOffsets = (nint*)scratch,
            SourceImageStep = imageFloats * sizeof(float),
            SourceRowStep = rowFloats * sizeof(float),
            SourceColumnStep = shape.OutChannels * sizeof(float),
            TargetImageStep = inputImage * sizeof(float),
            TargetRowStep = shape.StrideHeight * inputRow * sizeof(float),
            TargetColumnStep = (nint)shape.StrideWidth * shape.InChannels * sizeof(float),
            SourceStep = 1, SourceHeight = shape.OutHeight, Epilogue = epilogue,
        };
        for (int firstRow = row; firstRow < Math.Min(row + rows, row + shape.StrideHeight); firstRow++)
            for (int firstColumn = 0; firstColumn < Math.Min(shape.InWidth, shape.StrideWidth); firstColumn++)
            {
                StridePhase y = PhaseY(Modulo(firstRow + shape.PadTop, shape.StrideHeight));
                StridePhase x = PhaseX(Modulo(firstColumn + shape.PadLeft, shape.StrideWidth));
                product.Rows = (row + rows - firstRow + shape.StrideHeight - 1) / shape.StrideHeight;
                product.Columns = (shape.InWidth - firstColumn + shape.StrideWidth - 1) / shape.StrideWidth;
                product.Blocks = Offsets(y, x, firstRow - top * shape.StrideHeight, firstColumn - left * shape.StrideWidth,
                    rowFloats, product.RunOffsets);
                product.SourceTop = y.Taps == 0 ? 0 : (firstRow + shape.PadTop - y.Tap(0) * shape.DilationHeight) / shape.StrideHeight;
                product.WindowStep = y.Taps <= 1 ? 1 : (y.Tap(0) - y.Tap(1)) * shape.DilationHeight / shape.StrideHeight;
                product.RunsPerWindowRow = Math.Max(1, product.Blocks.Runs / Math.Max(1, y.Taps));
                for (int group = 0; group < shape.Groups; group++)
                {
                    product.FirstChannel = group * shape.GroupIn;
                    product.Source = (byte*)(source + group * shape.GroupOut);
                    product.Packed = packed + PackedStart(y, x, group);
                    product.Target = (byte*)(dx + image * inputImage + firstRow * inputRow
                        + (nint)firstColumn * shape.InChannels + group * shape.GroupIn);
                    product.Run();
                }
            }
    }

    /// <summary>Fills the table of the runs of one phase, from the first copied pixel on.</summary>
    private DepthBlocks Offsets(StridePhase y, StridePhase x, int row, int column, nint rowFloats, nint* offsets)
    {
        int yTaps = y.Taps, xTaps = x.Taps;
        if (yTaps == 0 || xTaps == 0)
            return default;

        // Neighbouring taps of a phase read neighbouring pixels of dy, unless the kernel is dilated by more than the stride.
        bool wholeRows = Shape.Groups == 1 && (xTaps == 1 || (x.Tap(0) - x.Tap(1)) * Shape.DilationWidth == Shape.StrideWidth);
        int runsPerRow = wholeRows ? 1 : xTaps;
        for (int i = 0; i < yTaps; i++)
            for (int j = 0; j < runsPerRow; j++)
            {
                int fromRow = (row + Shape.PadTop - y.Tap(i) * Shape.DilationHeight) / Shape.StrideHeight;
                int fromColumn = (column + Shape.PadLeft - x.Tap(j) * Shape.DilationWidth) / Shape.StrideWidth;
                offsets[i * runsPerRow + j] = (fromRow * rowFloats + (nint)fromColumn * Shape.OutChannels) * sizeof(float);
            }

        return new DepthBlocks(yTaps * runsPerRow, wholeRows ? xTaps * Shape.OutChannels : Shape.GroupOut);
    }

    private static int FloorOf(int value, int divisor) => value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor);

    private static int CeilingOf(int value, int divisor) => -FloorOf(-value, divisor);

    private static int Modulo(int value, int divisor) => value - FloorOf(value, divisor) * divisor;
}
