namespace Cornea.Cpu.Kernels;

/// <summary>Cuts a batch of images into pieces: several whole images each, or some rows of one image.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="RowsPerPiece">Rows that a piece should have at most.</param>
internal readonly record struct PixelPieces(int Images, int Height, int RowsPerPiece)
{
    private const long PieceFlops = 8_000_000;

    /// <summary>The cut for pieces of about 30 µs.</summary>
    /// <param name="images">Number of images.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="weights">Weights that each pixel is multiplied with.</param>
    public static PixelPieces For(int images, int height, int width, long weights)
    {
        // Where the weights come from beyond the second cache, a piece has enough pixels to be worth fetching them.
        const int LargeWeights = 1 << 17, FewestPixels = 64;
        long rowFlops = Math.Max(1, 2 * width * weights);
        long rows = Math.Max(1, PieceFlops / rowFlops);
        if (weights > LargeWeights)
            rows = Math.Max(rows, (FewestPixels + width - 1) / Math.Max(1, width));
        return new PixelPieces(images, height, (int)Math.Clamp(rows, 1, Math.Max(1, (long)images * height / 4)));
    }

    private EvenCut ImageCut => EvenCut.OfAtMost(Images, Math.Max(1, RowsPerPiece / Math.Max(1, Height)));

    private EvenCut RowCut => EvenCut.OfAtMost(Height, RowsPerPiece);

    private bool WholeImages => RowsPerPiece >= Height;

    /// <summary>Number of pieces.</summary>
    public int Count => Images <= 0 || Height <= 0 ? 0 : WholeImages ? ImageCut.Parts : Images * RowCut.Parts;

    /// <summary>The images and rows of a piece; several images only with all their rows.</summary>
    public (int Image, int Images, int Row, int Rows) this[int piece]
    {
        get
        {
            if (WholeImages)
                return (ImageCut.Start(piece), ImageCut.Size(piece), 0, Height);
            EvenCut cut = RowCut;
            int part = piece % cut.Parts;
            return (piece / cut.Parts, 1, cut.Start(part), cut.Size(part));
        }
    }
}
