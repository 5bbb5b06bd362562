namespace Cornea.Cpu.Kernels;

/// <summary>
/// C[M, N] = op(A)[M, K] · op(B)[K, N] in float32, row-major. Phases: <see cref="PackB"/> where <see cref="PacksB"/>,
/// then <see cref="Run"/>, then <see cref="Reduce"/> where <see cref="ReducePieces"/> isn't 0.
/// </summary>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Length of the sums; 0 gives zeros.</param>
/// <param name="TransposeA">A is stored [K, M], else [M, K].</param>
/// <param name="TransposeB">B is stored [N, K], else [K, N].</param>
/// <param name="LeadingA">Floats from one stored row of A to the next.</param>
/// <param name="LeadingB">Floats from one stored row of B to the next.</param>
/// <param name="LeadingC">Floats from one row of C to the next.</param>
/// <remarks>
/// An element is the sum, in order, of the parts of K (<see cref="Splits"/>), each the sum, in order, of its blocks, each summed from
/// zero by fused multiply-add. The cuts follow from the sizes alone, and those of a row of A·B from N and K alone.
/// </remarks>
internal readonly unsafe record struct GemmProblem(
    int M, int N, int K, bool TransposeA, bool TransposeB, int LeadingA, int LeadingB, int LeadingC)
{
    /// <summary>A problem whose matrices are contiguous.</summary>
    public GemmProblem(int m, int n, int k, bool transposeA = false, bool transposeB = false)
        : this(m, n, k, transposeA, transposeB, transposeA ? m : k, transposeB ? k : n, n)
    {
    }

    /// <summary>Longest block of k: 8 rows of A stay in the first cache (24 KB), a panel of B in the second (144 KB).</summary>
    public const int MaximumBlock = 768;

    private const long PieceFlops = 4_000_000;
    private const int PackedRowsPerUnit = 340;
    private const int PackedFloatsPerPiece = 1 << 15;

    private bool IsEmpty => M <= 0 || N <= 0;

    private ColumnPanels Panels => new(N);

    /// <summary>Whether B stays the same from run to run, so that packing it costs nothing in most of them.</summary>
    public bool KeepsB { get; init; }

    /// <summary>Whether <see cref="Run"/> takes B as <see cref="PackB"/> leaves it, instead of B itself.</summary>
    /// <remarks>
    /// In place costs nothing beforehand but walks B in strides: right for the few rows of a small batch. A ragged edge can't be read
    /// in place at all, as the micro-kernels load whole vectors.
    /// </remarks>
    public bool PacksB => !IsEmpty && K > 0 && (TransposeB || N % MicroKernel.Lanes != 0 || ((M > 160 || KeepsB) && (long)K * N > 1 << 16));

    /// <summary>Pieces of <see cref="PackB"/>; 0 where B is read in place.</summary>
    public int PackPieces => PacksB ? PackUnits.Parts : 0;

    private EvenCut PackRows => EvenCut.OfAtMost(K, PackedRowsPerUnit);

    /// <summary>The units of packing (some rows of one panel) dealt out to pieces.</summary>
    private EvenCut PackUnits
    {
        get
        {
            int units = Panels.Count * PackRows.Parts;
            return new EvenCut(units, (int)Math.Clamp((long)K * N / PackedFloatsPerPiece, 1, units));
        }
    }

    /// <summary>Size of the packed B; it depends on the sizes alone, so constant weights are packed once.</summary>
    public nint PackedBytes => PacksB ? (nint)K * Panels.PaddedColumns * sizeof(float) : 0;

    /// <summary>Packs one piece of B into the panels that <see cref="Run"/> reads.</summary>
    public void PackB(float* b, float* packed, int piece)
    {
        ColumnPanels panels = Panels;
        EvenCut rows = PackRows, units = PackUnits;
        for (int unit = units.Start(piece); unit < units.Start(piece + 1); unit++)
        {
            int panel = unit / rows.Parts, part = unit % rows.Parts;
            int k = rows.Start(part), column = panels.Start(panel), width = panels.Vectors(panel) * MicroKernel.Lanes;
            float* target = packed + (nint)column * K + (nint)k * width;
            if (TransposeB)
                PanelPacking.Transpose(b + (nint)column * LeadingB + k, LeadingB, rows.Size(part), panels.Width(panel), target, width);
            else
                PanelPacking.Copy(b + (nint)k * LeadingB + column, LeadingB, rows.Size(part), panels.Width(panel), target, width);
        }
    }

    /// <summary>
    /// Parts that K is cut into, where C is too small to be worth several pieces and K is long: a sum over samples, such as a gradient of
    /// weights. Where the rows of A are samples (it isn't transposed), a row's bits mustn't depend on how many others there are.
    /// </summary>
    public int Splits
    {
        get
        {
            const int ShortestPart = 2048;
            const long MostPartialFloats = 1 << 22;
            if (IsEmpty || !TransposeA || K < 2 * ShortestPart || RowPieces * ColumnPieces >= 8)
                return 1;
            return (int)Math.Clamp(MostPartialFloats / ((long)M * N), 1, Math.Min(K / ShortestPart, 32));
        }
    }

    /// <summary>Rows of C are cut in units that the micro-kernel takes at once.</summary>
    private int RowUnit => Panels.Vectors(0) switch { 1 => 16, 2 => 12, _ => 8 };

    private int RowUnits => (int)(((long)M + RowUnit - 1) / RowUnit);

    private long Flops => 2L * M * N * Math.Max(K, 1);

    private int RowPieces
    {
        get
        {
            // Each piece reads all of B: where that comes from beyond the second cache, a piece has enough rows to be worth it.
            int units = RowUnits;
            int unitsPerPiece = (long)K * N > 65536 && M > 64 ? (32 + RowUnit - 1) / RowUnit : 1;
            int most = Math.Max(1, units / unitsPerPiece);
            long wanted = (Flops + PieceFlops - 1) / PieceFlops;
            // An even number, so that two threads end together.
            wanted = wanted <= 1 ? 1 : wanted <= 4 ? (wanted + 1) / 2 * 2 : (wanted + 3) / 4 * 4;
            return (int)Math.Min(wanted, most);
        }
    }

    private int ColumnPieces
    {
        get
        {
            if (RowPieces >= 4 || Flops < 2 * PieceFlops * RowPieces)
                return 1;
            return (int)Math.Min(Panels.Count, Flops / (PieceFlops * RowPieces));
        }
    }

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => IsEmpty ? 0 : checked(RowPieces * ColumnPieces * Splits);

    /// <summary>
    /// Whether a piece first copies its columns of a transposed A: in place, successive k lie far apart, which exhausts the ways of
    /// the caches and the TLB where K is long, and a copy is cheap where several panels use it.
    /// </summary>
    private bool CopiesA => TransposeA && K > 160 && Panels.Count > 1 && LeadingA > 256;

    private EvenCut RowCut => new(RowUnits, RowPieces);

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => IsEmpty || !CopiesA ? 0 : (nint)RowCut.Size(0) * RowUnit * MaximumBlock * sizeof(float);

    /// <summary>Size of the buffer for partial sums, 64-byte aligned; 0 where K isn't split.</summary>
    public nint PartialBytes => Splits > 1 ? Splits * PartialSums.Stride((long)M * N) * sizeof(float) : 0;

    /// <summary>The part of C (or of a partial sum) that a piece of <see cref="Run"/> writes.</summary>
    public OutputTile Range(int piece)
    {
        int rowPieces = RowPieces, columnPieces = ColumnPieces;
        int tile = piece % (rowPieces * columnPieces);
        EvenCut rows = RowCut;
        int unit = RowUnit;
        int row = rows.Start(tile / columnPieces) * unit;
        int rowEnd = Math.Min(M, rows.Start(tile / columnPieces + 1) * unit);
        var columns = new EvenCut(Panels.Count, columnPieces);
        int column = ColumnOf(columns.Start(tile % columnPieces));
        return new OutputTile(row, rowEnd - row, column, ColumnOf(columns.Start(tile % columnPieces + 1)) - column);
    }

    private int ColumnOf(int panel) => panel == Panels.Count ? N : Panels.Start(panel);

    /// <summary>Multiplies one piece, into C or (K split) into the partial sums.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">The packed B where <see cref="PacksB"/>, else B.</param>
    /// <param name="c">C; not touched where K is split.</param>
    /// <param name="partial">Buffer of <see cref="PartialBytes"/>.</param>
    /// <param name="piece">Which piece.</param>
    /// <param name="scratch">Workspace of <see cref="ScratchBytes"/>.</param>
    public void Run(float* a, float* b, float* c, float* partial, int piece, byte* scratch)
    {
        OutputTile range = Range(piece);
        int splits = Splits;
        if (splits == 1)
        {
            GemmPiece.Run(this, range, 0, K, a, b, c, LeadingC, CopiesA, scratch);
            return;
        }

        int split = piece / (Pieces / splits);
        var cut = new EvenCut(K, splits);
        float* sums = partial + split * PartialSums.Stride((long)M * N);
        GemmPiece.Run(this, range, cut.Start(split), cut.Size(split), a, b, sums, N, CopiesA, scratch);
    }

    /// <summary>Pieces of <see cref="Reduce"/>; 0 where K isn't split and <see cref="Run"/> writes C itself.</summary>
    public int ReducePieces => Splits > 1 ? ReduceCut.Parts : 0;

    private EvenCut ReduceCut => EvenCut.OfAtMost(M, (int)Math.Max(1, (1 << 18) / ((long)Splits * N)));

    /// <summary>The part of C that a piece of <see cref="Reduce"/> writes.</summary>
    public OutputTile ReduceRange(int piece)
    {
        EvenCut cut = ReduceCut;
        return new OutputTile(cut.Start(piece), cut.Size(piece), 0, N);
    }

    /// <summary>Adds the partial sums of one piece in order, into C.</summary>
    public void Reduce(float* partial, float* c, int piece)
    {
        OutputTile range = ReduceRange(piece);
        int splits = Splits;
        nint stride = PartialSums.Stride((long)M * N);
        for (int row = range.Row; row < range.Row + range.Rows; row++)
            PartialSums.Add(partial + (nint)row * N, stride, splits, c + (nint)row * LeadingC, N);
    }
}
