namespace Cornea.Cpu.Kernels;

/// <summary>
/// dw from x and dy for windows of 3 × 3 that move by one pixel: the gradient of <see cref="WinogradConvolution"/> to its weights, with as few
/// products. Phases: <see cref="Run"/>, then the additions of <see cref="Sums"/>.
/// </summary>
/// <param name="Shape">The sizes of the forward convolution, which <see cref="WinogradConvolution.Serves"/>.</param>
/// <remarks>
/// <para>Source: Lavin and Gray 2016. Forward, a tile is y = Aᵀ·((G·g·Gᵀ) ⊙ (Bᵀ·d·B))·A; so the gradient of g is Gᵀ·(Σ (Bᵀ·d·B) ⊙ (A·dy·Aᵀ))·G,
/// where the sum runs over all tiles: for each of the 36 points one product of matrices [channels, tiles] · [tiles, channels], 36 multiplications
/// for each tile of 4 × 4 pixels instead of 144.</para>
/// <para>Blocking: a piece has at most 64 input and 64 output channels, whose sums at all points (some 0.6 MB) stay in the second cache while it goes
/// over its part of the tiles, so many at a time that both transformed operands stay there too. Only their 3 × 3 weights leave the piece, and are
/// added up over the parts in order.</para>
/// <para>Error against double precision: 3e-6 of the largest value, three to eight times that of plain sums.</para>
/// </remarks>
internal readonly unsafe record struct WinogradBackwardWeights(ConvolutionProblem Shape)
{
    private const int Points = WinogradConvolution.Points, WindowPixels = 36, Taps = 9, Gap = WinogradConvolution.Gap;
    private const int MostChannels = 64;
    private const int FewestTiles = 64, MostParts = 16; // Of the tiles: each part is transformed back.
    private const long MostPartialFloats = 1 << 22;
    private const int TransformedBytes = 400 << 10, FewestTilesTogether = 8, MostTilesTogether = 96;

    private WinogradTiles Tiles => new(Shape);

    private long Weights => (long)Taps * Shape.InChannels * Shape.OutChannels;

    private EvenCut InCut => EvenCut.OfAtMost(Shape.InChannels, MostChannels);

    /// <summary>The output channels by whole vectors.</summary>
    private EvenCut OutCut => EvenCut.OfAtMost((Shape.OutChannels + MicroKernel.Lanes - 1) / MicroKernel.Lanes, MostChannels / MicroKernel.Lanes);

    private EvenCut PartCut => new(Tiles.Count, (int)Math.Clamp(Math.Min(Tiles.Count / FewestTiles, MostPartialFloats / Weights), 1, MostParts));

    private int InWidth => InCut.Size(0);

    private int OutWidth => OutCut.Size(0) * MicroKernel.Lanes;

    private int TilesTogether => Math.Clamp(TransformedBytes / (Points * (InWidth + OutWidth) * sizeof(float)), FewestTilesTogether, MostTilesTogether);

    private nint InputPlane => ((nint)TilesTogether * InWidth) + Gap;

    private nint GradientPlane => ((nint)TilesTogether * OutWidth) + Gap;

    private nint SumPlane => ((nint)InWidth * OutWidth) + Gap;

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => checked(PartCut.Parts * InCut.Parts * OutCut.Parts);

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => ((Points * (InputPlane + GradientPlane + SumPlane)) + (WindowPixels * (nint)Math.Max(InWidth, OutWidth))) * sizeof(float);

    /// <summary>The sums of the parts.</summary>
    public PartialWeights Sums => new(Weights, PartCut.Parts);

    /// <summary>Computes one piece of the partial sums (or of dw, where there is one).</summary>
    /// <param name="x">The input.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dw">The result; written only where <see cref="Sums"/> has one part.</param>
    /// <param name="partial">Buffer of <see cref="Sums"/>.</param>
    /// <param name="piece">Which piece.</param>
    /// <param name="scratch">Workspace of <see cref="ScratchBytes"/>.</param>
    public void Run(float* x, float* dy, float* dw, float* partial, int piece, byte* scratch)
    {
        WinogradTiles tiles = Tiles;
        EvenCut parts = PartCut, ins = InCut, outs = OutCut;
        int part = piece / (ins.Parts * outs.Parts), slice = piece % (ins.Parts * outs.Parts);
        int inStart = ins.Start(slice / outs.Parts), inCount = ins.Size(slice / outs.Parts);
        int outStart = outs.Start(slice % outs.Parts) * MicroKernel.Lanes, outWidth = outs.Size(slice % outs.Parts) * MicroKernel.Lanes;
        int outCount = Math.Min(outWidth, Shape.OutChannels - outStart);
        var input = (float*)scratch;
        float* gradient = input + (Points * InputPlane), sums = gradient + (Points * GradientPlane), border = sums + (Points * SumPlane);
        var blocks = EvenCut.OfAtMost(parts.Size(part), TilesTogether);
        for (int block = 0; block < blocks.Parts; block++)
        {
            int first = parts.Start(part) + blocks.Start(block), count = blocks.Size(block), next = block + 1 < blocks.Parts ? blocks.Size(block + 1) : 0;
            for (int tile = 0; tile < count; tile++)
            {
                tiles.TransformInput(x + inStart, first + tile, inCount, input + ((nint)tile * inCount), InputPlane, border);
                tiles.TransformGradient(dy + outStart, first + tile, outCount, gradient + ((nint)tile * outWidth), GradientPlane, border);
            }

            Multiply(input, inCount, gradient, outWidth, sums, count, block > 0, tiles.Input(x, first + count, next), tiles.Output(dy, first + count, next));
        }

        if (blocks.Parts == 0) new Span<float>(sums, checked((int)(Points * SumPlane))).Clear();
        float* weights = Sums.Of(part, partial, dw) + ((nint)inStart * Shape.OutChannels) + outStart;
        for (int channel = 0; channel < inCount; channel++)
            WinogradWeightsGradient.Run(
                sums + ((nint)channel * outWidth), SumPlane, outCount, weights + ((nint)channel * Shape.OutChannels), (nint)Shape.InChannels * Shape.OutChannels);
    }

    // For each point, input [tiles, inCount] transposed · gradient [tiles, outWidth]. Meanwhile the next pixels come.
    private void Multiply(float* input, int inCount, float* gradient, int outWidth, float* sums, int tiles, bool accumulate, Ahead nextInput, Ahead nextGradient)
    {
        nint zero = 0;
        var panels = new ColumnPanels(outWidth);
        var tile = new MicroTile
        {
            RunOffsets = &zero, Runs = 1, RunLength = tiles, ARowStride = sizeof(float), ADepthStride = (nint)inCount * sizeof(float),
            BDepthStride = (nint)outWidth * sizeof(float), CRowStride = (nint)outWidth * sizeof(float), Accumulate = accumulate,
        };
        for (int point = 0; point < Points; point++)
        {
            nextInput.Fetch(point, Points);
            nextGradient.Fetch(point, Points);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int column = panels.Start(panel), vectors = panels.Vectors(panel);
                var rows = EvenCut.OfAtMost(inCount, MicroKernel.MaximumRows(vectors));
                tile.B = (byte*)(gradient + (point * GradientPlane) + column);
                tile.Columns = panels.Width(panel);
                for (int strip = 0; strip < rows.Parts; strip++)
                {
                    int row = rows.Start(strip);
                    tile.Rows = rows.Size(strip);
                    tile.A = (byte*)(input + (point * InputPlane) + row);
                    tile.C = (byte*)(sums + (point * SumPlane) + ((nint)row * outWidth) + column);
                    MicroKernel.Run(tile, vectors);
                }
            }
        }
    }
}
