namespace Cornea.Cpu.Kernels;

/// <summary>Cuts a batch of images into pieces: several whole images each, or some rows of one image.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="RowsPerPiece">Rows that a piece should have at most.</param>
internal readonly record struct PixelPieces(int Images, int Height, int RowsPerPiece)
{
    /// <summary>More weights than this don't stay in the second cache.</summary>
    public const int LargeWeights = 1 << 17;

    private const long PieceFlops = 8_000_000;
    private const long FewestFlops = 1_000_000;

    /// <summary>The cut for pieces of about 30 µs, or shorter ones where that would be few.</summary>
    /// <param name="images">Number of images.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="weights">Weights that each pixel is multiplied with.</param>
    /// <param name="fewest">Pieces that there should be at least.</param>
    public static PixelPieces For(int images, int height, int width, long weights, int fewest = 4)
    {
        // Where the weights come from beyond the second cache, a piece has enough pixels to be worth fetching them.
        const int FewestPixels = 64;
        long allRows = Math.Max(1, (long)images * height), rowFlops = Math.Max(1, 2 * width * weights), flops = allRows * rowFlops;
        long pieces = Math.Max(flops / PieceFlops, Math.Min(32, flops / FewestFlops));
        long rows = (allRows + pieces) / Math.Max(1, pieces);
        if (weights > LargeWeights)
            rows = Math.Max(rows, (FewestPixels + width - 1) / Math.Max(1, width));
        rows = Math.Clamp(rows, 1, Math.Max(1, allRows / fewest));
        if (rows > height && height > 0)
            rows = (rows + height / 2) / height * height;
        return new PixelPieces(images, height, (int)rows);
    }

    private EvenCut ImageCut => EvenCut.OfAtMost(Images, Math.Max(1, RowsPerPiece / Math.Max(1, Height)));

    private EvenCut RowCut => EvenCut.OfAtMost(Height, RowsPerPiece);

    private bool WholeImages => RowsPerPiece >= Height;

    /// <summary>Number of pieces.</summary>
    public int Count => Images <= 0 || Height <= 0 ? 0 : WholeImages ? ImageCut.Parts : checked(Images * RowCut.Parts);

    /// <summary>The images and rows of a piece; several images only with all their rows.</summary>
    public Segment this[int piece]
    {
        get
        {
            if (WholeImages)
                return new Segment(ImageCut.Start(piece), ImageCut.Size(piece), 0, Height);
            EvenCut cut = RowCut;
            int part = piece % cut.Parts;
            return new Segment(piece / cut.Parts, 1, cut.Start(part), cut.Size(part));
        }
    }
}
