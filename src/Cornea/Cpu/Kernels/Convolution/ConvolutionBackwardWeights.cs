namespace Cornea.Cpu.Kernels;

/// <summary>
/// dw from x and dy: the gradient of <see cref="ConvolutionForward"/> to its weights. Phases: <see cref="Run"/>, then
/// the additions of <see cref="Sums"/>.
/// </summary>
/// <param name="Shape">The sizes of the forward convolution.</param>
/// <remarks>
/// dw is the product of the windows of x, transposed, and dy; its sum runs over the output's pixels. For a fixed row of the kernel,
/// the rows of dw (kernel column, channel) read neighbouring floats of x, so both operands are read where they lie. The pixels are cut
/// into parts of whole output rows, each with its partial sums; a part advances by blocks of about a thousand pixels.
/// </remarks>
internal readonly unsafe record struct ConvolutionBackwardWeights(ConvolutionProblem Shape)
{
    private const long PieceFlops = 8_000_000;
    private const int FewestPixels = 1024;
    private const long MostPartialFloats = 1 << 22;
    private const int MostParts = 32;
    private const int BlockPixels = 1024;
    private const int BlockFloats = 1 << 18;

    private bool WholeWindowRows => Shape.Groups == 1 && Shape.DilationWidth == 1;

    /// <summary>Stretches of rows of dw that are contiguous in x.</summary>
    private int Stretches => WholeWindowRows ? Shape.KernelHeight : Shape.KernelHeight * Shape.KernelWidth;

    private int StretchLength => WholeWindowRows ? Shape.KernelWidth * Shape.InChannels : Shape.GroupIn;

    private long Weights => (long)Shape.KernelHeight * Shape.KernelWidth * Shape.GroupIn * Shape.OutChannels;

    private ColumnPanels Panels => new(Shape.GroupOut);

    /// <summary>The strips of rows of a stretch: what the micro-kernel takes at once over the widest panel.</summary>
    private EvenCut StripCut => EvenCut.OfAtMost(StretchLength, MicroKernel.MaximumRows(Panels.Vectors(0)));

    private int Strips => Stretches * StripCut.Parts;

    private int OutputRows => Shape.OutWidth == 0 ? 0 : Shape.Batch * Shape.OutHeight;

    /// <summary>The parts of the sum: whole output rows.</summary>
    private EvenCut PartCut
    {
        get
        {
            long pixels = (long)OutputRows * Shape.OutWidth;
            long parts = Math.Min(Shape.Flops / PieceFlops, Math.Min(pixels / FewestPixels, MostPartialFloats / Weights));
            return new EvenCut(OutputRows, (int)Math.Clamp(Math.Min(parts, OutputRows), 1, MostParts));
        }
    }

    /// <summary>Where there are few parts, each part's strips are dealt out to several pieces.</summary>
    private EvenCut StripGroups
    {
        get
        {
            int parts = PartCut.Parts;
            long wanted = parts >= 8 ? 1 : Math.Min(Shape.Flops / PieceFlops, 16) / parts;
            return new EvenCut(Strips, (int)Math.Clamp(wanted, 1, Strips));
        }
    }

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => Weights == 0 ? 0 : checked(PartCut.Parts * StripGroups.Parts);

    private bool CopiesInput => Shape.PadTop > 0 || Shape.PadLeft > 0
        || Shape.InputRows(Shape.OutHeight) - Shape.PadTop > Shape.InHeight || Shape.InputColumns - Shape.PadLeft > Shape.InWidth;

    /// <summary>The micro-kernels load whole vectors of dy, so a ragged row of channels is copied and filled up with zeros.</summary>
    private bool CopiesGradient => Shape.GroupOut % MicroKernel.Lanes != 0;

    /// <summary>Output rows of a block: long sums, but operands that the second cache holds.</summary>
    private int BlockRows
    {
        get
        {
            long rowFloats = (long)Shape.StrideHeight * Shape.InputColumns * Shape.InChannels + (long)Shape.OutWidth * Shape.OutChannels;
            long rows = Math.Min(BlockPixels / Math.Max(1, Shape.OutWidth), BlockFloats / Math.Max(1, rowFloats));
            return (int)Math.Clamp(rows, 1, Math.Max(1, PartCut.Size(0)));
        }
    }

    private nint TableBytes => (BlockRows * sizeof(nint) + 63) / 64 * 64;

    private nint GradientBytes => CopiesGradient ? (nint)BlockRows * Shape.OutWidth * Panels.PaddedColumns * sizeof(float) : 0;

    /// <summary>A block's rows may belong to several images, each of which brings the rest of a window.</summary>
    private nint InputBytes => !CopiesInput ? 0 : ((nint)(BlockRows - 1) * Shape.StrideHeight
        + Math.Min(BlockRows, (BlockRows - 1) / Shape.OutHeight + 2) * (nint)(Shape.InputRows(1) + Shape.StrideHeight))
        * Shape.InputColumns * Shape.InChannels * sizeof(float);

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => Pieces == 0 || OutputRows == 0 ? 0 : TableBytes + GradientBytes + InputBytes;

    /// <summary>The sums of the parts.</summary>
    public PartialWeights Sums => new(Weights, Pieces > 0 ? PartCut.Parts : 1);

    /// <summary>Computes one piece of the partial sums (or of dw, where there is one).</summary>
    /// <param name="x">The input.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dw">The result; written only where <see cref="Sums"/> has one part.</param>
    /// <param name="partial">Buffer of <see cref="Sums"/>.</param>
    /// <param name="piece">Which piece.</param>
    /// <param name="scratch">Workspace of <see cref="ScratchBytes"/>.</param>
    public void Run(float* x, float* dy, float* dw, float* partial, int piece, byte* scratch)
    {
        EvenCut parts = PartCut, groups = StripGroups;
        int part = piece / groups.Parts, strips = piece % groups.Parts;
        float* sums = Sums.Of(part, partial, dw);
        int firstStrip = groups.Start(strips), endStrip = groups.Start(strips + 1);
        if (OutputRows == 0)
        {
            new Span<float>(sums, (int)Weights).Clear();
            return;
        }

        int blockRows = BlockRows, begin = parts.Start(part), end = parts.Start(part + 1);
        var blocks = EvenCut.OfAtMost(end - begin, blockRows);
        for (int block = 0; block < blocks.Parts; block++)
            RunBlock(x, dy, sums, begin + blocks.Start(block), blocks.Size(block), firstStrip, endStrip, block > 0, scratch);
    }

    private void RunBlock(float* x, float* dy, float* sums, int row, int rows, int firstStrip, int endStrip, bool accumulate, byte* scratch)
    {
        ConvolutionProblem shape = Shape;
        ColumnPanels panels = Panels;
        EvenCut strips = StripCut;
        var offsets = (nint*)scratch;
        float* source = Rows(x, row, rows, offsets, (float*)(scratch + TableBytes + GradientBytes), out nint rowFloats);
        int pixels = rows * shape.OutWidth;
        var tile = new MicroTile
        {
            ARowStride = sizeof(float), ADepthStride = (nint)shape.StrideWidth * shape.InChannels * sizeof(float),
            RunOffsets = offsets, Runs = rows, RunLength = shape.OutWidth,
            CRowStride = shape.OutChannels * sizeof(float), Accumulate = accumulate,
        };
        for (int group = 0; group < shape.Groups; group++)
        {
            float* gradient = dy + (nint)row * shape.OutWidth * shape.OutChannels + group * shape.GroupOut;
            nint gradientStep = shape.OutChannels;
            if (CopiesGradient)
            {
                var copy = (float*)(scratch + TableBytes);
                PanelPacking.Copy(gradient, shape.OutChannels, pixels, shape.GroupOut, copy, panels.PaddedColumns);
                gradient = copy;
                gradientStep = panels.PaddedColumns;
            }

            tile.BDepthStride = gradientStep * sizeof(float);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int column = panels.Start(panel);
                tile.B = (byte*)(gradient + column);
                tile.Columns = panels.Width(panel);
                for (int strip = firstStrip; strip < endStrip; strip++)
                {
                    int stretch = strip / strips.Parts, inStretch = strips.Start(strip % strips.Parts);
                    int kh = WholeWindowRows ? stretch : stretch / shape.KernelWidth;
                    int kw = WholeWindowRows ? 0 : stretch % shape.KernelWidth;
                    nint start = kh * shape.DilationHeight * rowFloats + (nint)kw * shape.DilationWidth * shape.InChannels
                        + group * shape.GroupIn + inStretch;
                    tile.A = (byte*)(source + start);
                    tile.Rows = strips.Size(strip % strips.Parts);
                    nint weight = ((nint)stretch * StretchLength + inStretch) * shape.OutChannels + group * shape.GroupOut + column;
                    tile.C = (byte*)(sums + weight);
                    MicroKernel.Run(tile, panels.Vectors(panel));
                }
            }
        }
    }

    /// <summary>Fills the table of where the windows of each output row begin, copying the input where it needs a border.</summary>
    private float* Rows(float* x, int row, int rows, nint* offsets, float* copy, out nint rowFloats)
    {
        ConvolutionProblem shape = Shape;
        nint imageFloats = (nint)shape.InHeight * shape.InWidth * shape.InChannels;
        rowFloats = (CopiesInput ? shape.InputColumns : (nint)shape.InWidth) * shape.InChannels;
        if (!CopiesInput)
        {
            for (int i = 0; i < rows; i++)
            {
                int image = (row + i) / shape.OutHeight, outputRow = (row + i) % shape.OutHeight;
                offsets[i] = (image * imageFloats + (outputRow * shape.StrideHeight - shape.PadTop) * rowFloats
                    - (nint)shape.PadLeft * shape.InChannels) * sizeof(float);
            }

            return x;
        }

        nint filled = 0;
        for (int i = 0; i < rows;)
        {
            int image = (row + i) / shape.OutHeight, outputRow = (row + i) % shape.OutHeight;
            int ofImage = Math.Min(rows - i, shape.OutHeight - outputRow), inputRows = shape.InputRows(ofImage);
            BorderCopy.Copy(x + image * imageFloats, shape.InHeight, shape.InWidth, shape.InChannels,
                outputRow * shape.StrideHeight - shape.PadTop, inputRows, -shape.PadLeft, shape.InputColumns, copy + filled);
            for (int j = 0; j < ofImage; j++, i++)
                offsets[i] = (filled + j * shape.StrideHeight * rowFloats) * sizeof(float);
            filled += inputRows * rowFloats;
        }

        return copy;
    }
}
