namespace Cornea.Cpu.Kernels;

/// <summary>y = x ∗ w. Phases: <see cref="Pack"/> (once, where w is constant), then <see cref="Run"/>.</summary>
/// <param name="Shape">The sizes.</param>
/// <remarks>
/// A row of output pixels is a matrix product whose rows of A are overlapping windows of x, read where they lie. For a fixed row of
/// the kernel a window is contiguous (KernelWidth · InChannels floats) unless it is dilated or has groups, when each of its pixels is.
/// Where the windows reach outside the image, a piece first copies the input rows it needs, with zeros around them.
/// </remarks>
internal readonly unsafe record struct ConvolutionForward(ConvolutionProblem Shape)
{
    private bool WholeWindowRows => Shape.Groups == 1 && Shape.DilationWidth == 1;

    private int Runs => WholeWindowRows ? Shape.KernelHeight : Shape.KernelHeight * Shape.KernelWidth;

    private int RunLength => WholeWindowRows ? Shape.KernelWidth * Shape.InChannels : Shape.GroupIn;

    private int Depth => Shape.KernelHeight * Shape.KernelWidth * Shape.GroupIn;

    private ColumnPanels Panels => new(Shape.GroupOut);

    private long Weights => (long)Depth * Shape.OutChannels;

    private ChannelGroups Channels => new(Panels, Shape.Groups == 1 && Weights > PixelPieces.LargeWeights);

    private PixelPieces Cut => PixelPieces.For(Shape.Batch, Shape.OutHeight, Shape.OutWidth, Weights, Channels.FewestPieces);

    private EvenCut Groups => Channels.For(Cut.Count);

    /// <summary>Whether input rows go through the workspace to get a border of zeros.</summary>
    private bool CopiesInput => Shape.PadTop > 0 || Shape.PadLeft > 0
        || Shape.InputRows(Shape.OutHeight) - Shape.PadTop > Shape.InHeight || Shape.InputColumns - Shape.PadLeft > Shape.InWidth;

    /// <summary>The packing's units (one tap of one group) dealt out to pieces.</summary>
    private EvenCut PackUnits => PackCut.For(Shape.KernelHeight * Shape.KernelWidth * Shape.Groups, PackedBytes);

    /// <summary>Pieces of <see cref="Pack"/>.</summary>
    public int PackPieces => PackUnits.Parts;

    /// <summary>Size of the packed weights.</summary>
    public nint PackedBytes => (nint)Depth * Shape.Groups * Panels.PaddedColumns * sizeof(float);

    /// <summary>Packs one piece of the weights.</summary>
    public void Pack(float* w, float* packed, int piece)
    {
        EvenCut units = PackUnits;
        ColumnPanels panels = Panels;
        for (int unit = units.Start(piece); unit < units.Start(piece + 1); unit++)
        {
            int tap = unit / Shape.Groups, group = unit % Shape.Groups;
            float* from = w + (nint)tap * Shape.GroupIn * Shape.OutChannels + group * Shape.GroupOut;
            float* to = packed + (nint)group * Depth * panels.PaddedColumns;
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int column = panels.Start(panel), width = panels.Vectors(panel) * MicroKernel.Lanes;
                PanelPacking.Copy(from + column, Shape.OutChannels, Shape.GroupIn, panels.Width(panel),
                    to + (nint)column * Depth + (nint)tap * Shape.GroupIn * width, width);
            }
        }
    }

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => Shape.OutChannels == 0 || Shape.OutWidth == 0 ? 0 : checked(Cut.Count * Groups.Parts);

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => Pieces == 0 ? 0 : TableBytes + (CopiesInput ? Segments.Bytes : 0);

    private nint TableBytes => (Runs * sizeof(nint) + 63) / 64 * 64;

    private SegmentCut Segments => SegmentsOf(Cut[0]);

    private SegmentCut SegmentsOf(Segment largest) => new(CopiesInput, largest, Shape.InputColumns * Shape.InChannels, Shape.StrideHeight, Shape.InputRows(1));

    /// <summary>The elements of y (whole output rows, all channels or those of some panels) that a piece writes.</summary>
    public OutputRange Range(int piece)
    {
        int pieces = Cut.Count;
        Segment range = Cut[piece % pieces];
        return Channels.Of(Groups, piece / pieces, ((nint)range.Image * Shape.OutHeight + range.Row) * Shape.OutWidth, (nint)range.Images * range.Rows * Shape.OutWidth, Shape.OutChannels);
    }

    /// <summary>Whether y's pixels are x's, each by itself: then an image is a single row of them, and all images are.</summary>
    private bool IsPointwise => Shape is { KernelHeight: 1, KernelWidth: 1, StrideHeight: 1, StrideWidth: 1 } && !CopiesInput
        && Shape.OutHeight == Shape.InHeight && Shape.OutWidth == Shape.InWidth;

    /// <summary>Computes one piece of y from x and the packed weights.</summary>
    public void Run(float* x, float* packed, float* y, int piece, byte* scratch, in TileEpilogue epilogue = default)
    {
        int pieces = Cut.Count;
        RunSegments(x, packed, y, Cut[piece % pieces], Segments, piece / pieces, scratch, epilogue);
    }

    /// <summary>The same by rows of one image; null where nothing is computed, or the weights are too many to be read for a few rows.</summary>
    public RowStage? Rows => Pieces == 0 || Weights > PixelPieces.LargeWeights ? null : new(
        new RowWindow(
            Shape.InHeight, Shape.OutHeight, (nint)Shape.InWidth * Shape.InChannels, (nint)Shape.OutWidth * Shape.OutChannels, Shape.InputRows(1), Shape.StrideHeight, Shape.PadTop),
        (nint)Weights, TableBytes + (CopiesInput ? RowSegments.Bytes : 0), RunRows);

    private SegmentCut RowSegments => SegmentsOf(new Segment(0, 1, 0, Shape.OutHeight));

    private void RunRows(float* x, float* packed, float* y, int row, int rows, byte* scratch, in TileEpilogue epilogue) =>
        RunSegments(x, packed, y, new Segment(0, 1, row, rows), RowSegments, 0, scratch, epilogue);

    private void RunSegments(float* x, float* packed, float* y, Segment whole, SegmentCut cut, int panelGroup, byte* scratch, in TileEpilogue epilogue)
    {
        for (int index = 0; index < cut.CountOf(whole); index++) RunSegment(x, packed, y, cut.Of(whole, index), panelGroup, scratch, epilogue);
    }

    private void RunSegment(float* x, float* packed, float* y, Segment segment, int panelGroup, byte* scratch, in TileEpilogue epilogue)
    {
        (int image, int images, int row, int rows) = segment;
        ConvolutionProblem shape = Shape;
        int inputRow = row * shape.StrideHeight - shape.PadTop;
        nint inputImage = (nint)shape.InHeight * shape.InWidth * shape.InChannels;
        nint rowFloats, imageFloats;
        float* source;
        if (CopiesInput)
        {
            int inputRows = shape.InputRows(rows);
            rowFloats = (nint)shape.InputColumns * shape.InChannels;
            imageFloats = inputRows * rowFloats;
            source = (float*)(scratch + TableBytes);
            for (int i = 0; i < images; i++)
                BorderCopy.Copy(x + (image + i) * inputImage, shape.InHeight, shape.InWidth, shape.InChannels,
                    inputRow, inputRows, -shape.PadLeft, shape.InputColumns, source + i * imageFloats);
        }
        else
        {
            rowFloats = (nint)shape.InWidth * shape.InChannels;
            imageFloats = inputImage;
            source = x + image * inputImage + inputRow * rowFloats - (nint)shape.PadLeft * shape.InChannels;
        }

        var offsets = (nint*)scratch;
        for (int run = 0; run < Runs; run++)
        {
            int kh = WholeWindowRows ? run : run / shape.KernelWidth, kw = WholeWindowRows ? 0 : run % shape.KernelWidth;
            offsets[run] = (kh * shape.DilationHeight * rowFloats + (nint)kw * shape.DilationWidth * shape.InChannels) * sizeof(float);
        }

        nint outputRow = (nint)shape.OutWidth * shape.OutChannels, outputImage = shape.OutHeight * outputRow;
        var product = new ImageProduct
        {
            Images = images, Rows = rows, Columns = shape.OutWidth, Channels = shape.GroupOut,
            FirstPanel = Groups.Start(panelGroup), EndPanel = Groups.Start(panelGroup + 1),
            SourceImageStep = imageFloats * sizeof(float),
            SourceRowStep = shape.StrideHeight * rowFloats * sizeof(float),
            SourceColumnStep = (nint)shape.StrideWidth * shape.InChannels * sizeof(float),
            RunOffsets = offsets, Blocks = new DepthBlocks(Runs, RunLength),
            TargetImageStep = outputImage * sizeof(float),
            TargetRowStep = outputRow * sizeof(float),
            TargetColumnStep = shape.OutChannels * sizeof(float),
            SourceTop = inputRow, SourceStep = shape.StrideHeight, WindowStep = shape.DilationHeight, SourceHeight = shape.InHeight,
            RunsPerWindowRow = WholeWindowRows ? 1 : shape.KernelWidth,
            Epilogue = epilogue,
        };
        if (IsPointwise) (product.Images, product.Rows, product.Columns) = (1, 1, images * rows * shape.OutWidth);
        for (int group = 0; group < shape.Groups; group++)
        {
            product.FirstChannel = group * shape.GroupOut;
            product.Source = (byte*)(source + group * shape.GroupIn);
            product.Packed = packed + (nint)group * Depth * Panels.PaddedColumns;
            product.Target = (byte*)(y + image * outputImage + row * outputRow + group * shape.GroupOut);
            product.Run();
        }
    }
}
