namespace Cornea.Cpu.Kernels;

/// <summary>
/// y = x ∗ w for windows of 3 × 3 that move by one pixel, by Winograd's F(4×4, 3×3): 36 products of matrices in the place of 144 for each tile
/// of 4 × 4 pixels. Phases: <see cref="Pack"/> (once, where w is constant), then <see cref="Run"/>.
/// </summary>
/// <param name="Shape">The sizes: stride, dilation and groups are 1, the window is 3 × 3.</param>
/// <param name="IsTurned">
/// Whether w is that of the convolution whose input's gradient this is: [3, 3, OutChannels, InChannels], turned by half a circle.
/// </param>
/// <remarks>
/// <para>Source: Lavin and Gray 2016, Fast Algorithms for Convolutional Neural Networks; points 0, ±1, ±2, ∞. A tile reads 6 × 6 pixels, which
/// Bᵀ·d·B turns into 36 numbers for each channel; w is turned into as many by G·g·Gᵀ when it's packed; the products over the channels are made
/// for many tiles at once, by the micro-kernel of all matrix products; Aᵀ·m·A turns them into 4 × 4 pixels.</para>
/// <para>Blocking: so many tiles at a time that their transformed input stays in the second cache beside a panel of products (some 0.5 MB); a
/// panel of at most 48 channels is multiplied at all 36 points and turned into pixels before the next. Pieces are whole rows of tiles,
/// and some of the panels where there are few tiles. While products are made, the next pixels are fetched, and the lines that these will be
/// written to: tiles jump from row to row, which processors don't guess (of 16 channels, that takes a quarter off).</para>
/// <para>Transformed weights are four times as many. Where an image has few tiles for them they are kept as they are, and transformed block by
/// block into the second cache each time they are multiplied, while the next windows are fetched: for a single image of 7 × 7 pixels to and from
/// 512 channels that takes as long as plain sums, for 16 of them about 0.6 of it. Of 14 × 14 pixels, weights that are transformed once are faster
/// for one image already.</para>
/// <para>The bits of a pixel depend on its place in the image and on the sizes of image, channels and window, not on the batch. A number that is
/// infinite or NaN makes its whole tile NaN. Error against double precision: about ten times that of plain sums, 1e-6 of the largest value.</para>
/// </remarks>
internal readonly unsafe record struct WinogradConvolution(ConvolutionProblem Shape, bool IsTurned = false)
{
    /// <summary>Pixels along a side of a tile.</summary>
    public const int Tile = 4;

    /// <summary>Points of a tile at which is multiplied: 6 × 6.</summary>
    public const int Points = 36;

    /// <summary>Floats between planes, so that they don't all fall on the same lines of the caches.</summary>
    public const int Gap = 48;

    private const int FewestChannels = 16;
    private const int FewestTilesTogether = 48, MostTilesTogether = 96;
    private const int TransformedBytes = 400 << 10;
    private const int Window = 3, Taps = Window * Window;
    private const int LateVectors = 2, LateBytes = 600 << 10; // Of a panel and a block, where weights are transformed late.
    private const long MostWeightBytesPerTile = 4_500_000; // With more of them for each tile of an image, fetching costs more than transforming.
    private const long LargeWeights = 1 << 18; // From here on pieces that share pixels, and so transform their input twice, are worth it.

    private WinogradTiles Tiles => new(Shape);

    private long Weights => (long)Points * Shape.InChannels * Shape.OutChannels;

    private bool AreWeightsLarge => Weights > LargeWeights;

    private bool TransformsLate => Weights * sizeof(float) > (long)Tiles.Rows * Tiles.Columns * MostWeightBytesPerTile;

    private ColumnPanels Panels => new(Shape.OutChannels, TransformsLate ? LateVectors : MicroKernel.MaximumVectors);

    private ChannelGroups Channels => new(Panels, AreWeightsLarge);

    private PixelPieces Cut => PixelPieces.For(Shape.Batch, Tiles.Rows, Tiles.Columns, Weights, Channels.FewestPieces);

    private EvenCut Groups => Channels.For(Cut.Count);

    private int TilesTogether => Math.Min(
        Math.Max(1, Tiles.Count),
        TransformsLate ? MostTilesTogether : Math.Clamp(TransformedBytes / (Points * Shape.InChannels * sizeof(float)) / 8 * 8, FewestTilesTogether, MostTilesTogether));

    /// <summary>Floats of the transformed input of one point.</summary>
    private nint InputPlane => ((nint)TilesTogether * Shape.InChannels) + Gap;

    /// <summary>Floats of the products of one point, for one panel.</summary>
    private nint ProductPlane => ((nint)TilesTogether * PanelWidth) + Gap;

    /// <summary>Floats of the widest panel.</summary>
    private int PanelWidth => Panels.Vectors(0) * MicroKernel.Lanes;

    /// <summary>The input channels that are summed up at once.</summary>
    private EvenCut Blocks => EvenCut.OfAtMost(
        Shape.InChannels, TransformsLate ? LateBytes / (Points * PanelWidth * sizeof(float)) / 8 * 8 : GemmProblem.MaximumBlock);

    /// <summary>Floats of the weights of one point, for one panel and block, where they are transformed late.</summary>
    private nint LatePlane => ((nint)Blocks.Size(0) * PanelWidth) + Gap;

    /// <summary>Whether it's faster so: whatever the batch, as a sample's bits mustn't depend on that.</summary>
    /// <remarks>Few channels aren't worth the transformations; images that fill their tiles badly aren't either.</remarks>
    public static bool Serves(in ConvolutionProblem shape)
    {
        if (shape is not
            {
                KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1,
                PadTop: >= 0 and <= 2, PadLeft: >= 0 and <= 2, InChannels: >= FewestChannels, OutChannels: >= FewestChannels,
            }) return false;
        long tiles = (long)((shape.OutHeight + Tile - 1) / Tile) * ((shape.OutWidth + Tile - 1) / Tile), pixels = (long)shape.OutHeight * shape.OutWidth;
        return pixels > 0 && tiles * Tile * Tile * 2 <= pixels * 3;
    }

    /// <summary>The convolution that gives the input's gradient from that of the output, where this is the one that gave the output.</summary>
    public static ConvolutionProblem ToData(in ConvolutionProblem shape) => shape with
    {
        InHeight = shape.OutHeight, InWidth = shape.OutWidth, InChannels = shape.OutChannels,
        OutHeight = shape.InHeight, OutWidth = shape.InWidth, OutChannels = shape.InChannels,
        PadTop = 2 - shape.PadTop, PadLeft = 2 - shape.PadLeft,
    };

    /// <summary>
    /// Size of the packed weights: for each point a matrix [InChannels, OutChannels] in panels; where they are transformed late, for each panel its
    /// windows [InChannels, 9, panel].
    /// </summary>
    public nint PackedBytes => (nint)(TransformsLate ? Taps : Points) * Shape.InChannels * Panels.PaddedColumns * sizeof(float);

    private EvenCut PackUnits => PackCut.For(Shape.InChannels, PackedBytes);

    /// <summary>Pieces of <see cref="Pack"/>.</summary>
    public int PackPieces => PackUnits.Parts;

    /// <summary>Packs the weights of some input channels, transformed unless that is done late.</summary>
    public void Pack(float* w, float* packed, int piece)
    {
        EvenCut units = PackUnits;
        ColumnPanels panels = Panels;
        nint plane = (nint)Shape.InChannels * panels.PaddedColumns;
        float* window = stackalloc float[Taps * MicroKernel.MaximumVectors * MicroKernel.Lanes];
        for (int channel = units.Start(piece); channel < units.Start(piece + 1); channel++)
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int column = panels.Start(panel), width = panels.Vectors(panel) * MicroKernel.Lanes;
                nint place = ((nint)column * Shape.InChannels) + ((nint)channel * width);
                Gather(w, channel, column, panels.Width(panel), TransformsLate ? packed + (Taps * place) : window, width);
                if (!TransformsLate) WinogradWeights.Run(window, 1, width, packed + place, plane);
            }
    }

    // The window of an input channel, for a panel of output channels: zeros behind the last of them.
    private void Gather(float* w, int channel, int column, int channels, float* target, int width)
    {
        nint tap = (nint)Shape.InChannels * Shape.OutChannels;
        for (int index = 0; index < Taps; index++, target += width)
        {
            if (IsTurned)
            {
                float* from = w + ((Taps - 1 - index) * tap) + ((nint)column * Shape.InChannels) + channel;
                for (int lane = 0; lane < channels; lane++) target[lane] = from[(nint)lane * Shape.InChannels];
            }
            else
            {
                ShortCopy.Copy(w + (index * tap) + ((nint)channel * Shape.OutChannels) + column, target, channels);
            }

            ShortCopy.Clear(target + channels, width - channels);
        }
    }

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => checked(Cut.Count * Groups.Parts);

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => Points * (InputPlane + ProductPlane + (TransformsLate ? LatePlane : 0) + Shape.InChannels) * sizeof(float);

    /// <summary>The elements of y (whole rows of tiles, all channels or those of some panels) that a piece writes.</summary>
    public OutputRange Range(int piece)
    {
        int pieces = Cut.Count;
        Segment tiles = Cut[piece % pieces];
        int first = tiles.Row * Tile, rows = Math.Min(Shape.OutHeight, (tiles.Row + tiles.Rows) * Tile) - first;
        return Channels.Of(Groups, piece / pieces, (((nint)tiles.Image * Shape.OutHeight) + first) * Shape.OutWidth, (nint)tiles.Images * rows * Shape.OutWidth, Shape.OutChannels);
    }

    /// <summary>Computes one piece of y from x and the packed weights.</summary>
    public void Run(float* x, float* packed, float* y, int piece, byte* scratch, in TileEpilogue epilogue = default)
    {
        int pieces = Cut.Count;
        Segment whole = Cut[piece % pieces];
        EvenCut groups = Groups;
        WinogradTiles all = Tiles;
        int start = ((whole.Image * all.Rows) + whole.Row) * all.Columns, count = whole.Images * whole.Rows * all.Columns;
        var input = (float*)scratch;
        float* products = input + (Points * InputPlane), late = products + (Points * ProductPlane), border = TransformsLate ? late + (Points * LatePlane) : late;
        var cut = EvenCut.OfAtMost(count, TilesTogether);
        for (int part = 0; part < cut.Parts; part++)
        {
            int first = start + cut.Start(part), tiles = cut.Size(part);
            for (int tile = 0; tile < tiles; tile++) all.TransformInput(x, first + tile, Shape.InChannels, input + ((nint)tile * Shape.InChannels), InputPlane, border);
            Ahead next = all.Input(x, first + tiles, part + 1 < cut.Parts ? cut.Size(part + 1) : 0);
            Ahead result = groups.Parts == 1 ? all.Output(y, first, tiles) : default;
            ColumnPanels panels = Panels;
            for (int panel = groups.Start(piece / pieces); panel < groups.Start((piece / pieces) + 1); panel++)
            {
                int width = panels.Vectors(panel) * MicroKernel.Lanes, column = panels.Start(panel);
                Multiply(input, packed, panel, late, products, tiles, next, result);
                next = result = default;
                for (int tile = 0; tile < tiles; tile++)
                {
                    (int image, int row, int left) = all.Place(first + tile);
                    float* target = y + ((((nint)image * Shape.OutHeight) + row) * Shape.OutWidth + left) * Shape.OutChannels + column;
                    WinogradOutput.Run(
                        products + ((nint)tile * width), ProductPlane, panels.Width(panel), target, (nint)Shape.OutWidth * Shape.OutChannels, Shape.OutChannels,
                        Math.Min(Tile, Shape.OutHeight - row), Math.Min(Tile, Shape.OutWidth - left), epilogue.From(column));
                }
            }
        }
    }

    // For each point, tiles [tiles, InChannels] · weights [InChannels, panel]. Meanwhile memory comes that is wanted next.
    private void Multiply(float* input, float* packed, int panel, float* late, float* products, int tiles, Ahead nextInput, Ahead result)
    {
        nint zero = 0;
        ColumnPanels panels = Panels;
        int vectors = panels.Vectors(panel), width = vectors * MicroKernel.Lanes;
        packed += (nint)panels.Start(panel) * Shape.InChannels * (TransformsLate ? Taps : 1);
        nint plane = TransformsLate ? LatePlane : (nint)Shape.InChannels * panels.PaddedColumns;
        EvenCut rows = EvenCut.OfAtMost(tiles, MicroKernel.MaximumRows(vectors)), blocks = Blocks;
        var tile = new MicroTile
        {
            RunOffsets = &zero, Runs = 1, ARowStride = (nint)Shape.InChannels * sizeof(float), ADepthStride = sizeof(float),
            BDepthStride = width * sizeof(float), CRowStride = width * sizeof(float), Columns = width,
        };
        for (int block = 0; block < blocks.Parts; block++)
        {
            int start = blocks.Start(block);
            nint floats = (nint)blocks.Size(block) * width;
            float* weights = packed + ((nint)start * width);
            Ahead nextWindows = default;
            if (TransformsLate)
            {
                float* windows = packed + ((nint)start * width * Taps);
                WinogradWeights.Run(windows, blocks.Size(block), width, late, plane);
                weights = late;
                nextWindows = new Ahead(windows + (Taps * floats), Taps * floats);
            }

            tile.RunLength = blocks.Size(block);
            tile.Accumulate = block > 0;
            for (int point = 0; point < Points; point++)
            {
                nextWindows.Fetch(point, Points);
                nextInput.Fetch((block * Points) + point, blocks.Parts * Points);
                result.Fetch((block * Points) + point, blocks.Parts * Points);
                tile.B = (byte*)(weights + (point * plane));
                for (int part = 0; part < rows.Parts; part++)
                {
                    int row = rows.Start(part);
                    tile.Rows = rows.Size(part);
                    tile.A = (byte*)(input + (point * InputPlane) + ((nint)row * Shape.InChannels) + start);
                    tile.C = (byte*)(products + (point * ProductPlane) + ((nint)row * width));
                    MicroKernel.Run(tile, vectors);
                }
            }
        }
    }
}
