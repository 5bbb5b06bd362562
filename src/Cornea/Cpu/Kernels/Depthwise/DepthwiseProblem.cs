namespace Cornea.Cpu.Kernels;

/// <summary>
/// Depthwise convolution: each channel c of x [batch, inHeight, inWidth, channels] is convolved by itself with its <c>multiplier</c>
/// filters of w [kernelHeight, kernelWidth, channels, multiplier]; filter m gives channel c·multiplier + m of y [batch, outHeight,
/// outWidth, channels·multiplier].
/// </summary>
/// <remarks>
/// <para>Tap (r, s) of output (i, j) reads input row i·strideHeight − padTop + r·dilationHeight, and columns likewise; zeros lie
/// outside.</para>
/// <para>Forward and the input's gradient: every piece by itself, no scratch. The weights' gradient has two phases:
/// <see cref="RunWeightSums"/> for all pieces, then <see cref="RunWeightGradient"/> for all of its pieces.</para>
/// </remarks>
internal readonly unsafe record struct DepthwiseProblem(
    int Batch, int InHeight, int InWidth, int Channels, int OutHeight, int OutWidth, int KernelHeight, int KernelWidth, int Multiplier,
    int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, int PadTop, int PadLeft)
{
    /// <summary>More partial sums than this would cost more to add than they spread.</summary>
    private const int MostWeightSums = 64;

    public int OutChannels => Channels * Multiplier;

    public int Pieces => Cut.Pieces;

    public int InputGradientPieces => InputGradientCut.Pieces;

    /// <summary>Pieces of the first phase of the weights' gradient; as many partial sums lie in its buffer.</summary>
    public int WeightSumPieces => WeightSumCut.Pieces;

    /// <summary>Pieces of the second phase.</summary>
    public int WeightGradientPieces => WeightGradientCut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    /// <summary>Size in floats of the buffer between the phases of the weights' gradient.</summary>
    public nint WeightSumElements => WeightSumPieces * WeightElements;

    internal nint WeightElements => (nint)KernelHeight * KernelWidth * OutChannels;

    internal RowCut Cut => RowCut.ByCost((nint)Batch * OutHeight, OutWidth * WeightElements, PieceCost);

    internal RowCut InputGradientCut => RowCut.ByCost((nint)Batch * InHeight, InWidth * WeightElements, PieceCost);

    internal RowCut WeightSumCut => RowCut.ByCost((nint)Batch * OutHeight, OutWidth * WeightElements,
        Math.Max(PieceCost, Batch * OutHeight * (OutWidth * WeightElements) / MostWeightSums));

    internal RowCut WeightGradientCut => RowCut.ByCost(WeightElements, Math.Max(1, WeightSumPieces));

    // Multiply-adds: 16 in a vector, about one vector a cycle. With a multiplier nothing is vectorised.
    private nint PieceCost => Multiplier == 1 ? 512 * 1024 : 64 * 1024;

    /// <summary>The elements of y that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, (nint)OutWidth * OutChannels);

    /// <summary>The elements of dx that a piece of the input's gradient writes.</summary>
    public OutputRange InputGradientRange(int piece) => InputGradientCut.Range(piece, (nint)InWidth * Channels);

    /// <summary>The elements of dw that a piece of the second phase writes.</summary>
    public OutputRange WeightGradientRange(int piece) => WeightGradientCut.Range(piece, 1);

    /// <summary>y by rows of one image; null where nothing is computed.</summary>
    public RowStage? Rows => Pieces == 0 ? null : new(
        new RowWindow(InHeight, OutHeight, (nint)InWidth * Channels, (nint)OutWidth * OutChannels, ((KernelHeight - 1) * DilationHeight) + 1, StrideHeight, PadTop),
        WeightElements, ScratchBytes, RunRows);

    private void RunRows(float* x, float* w, float* y, int row, int rows, byte* scratch, in TileEpilogue epilogue) => DepthwiseForward.RunRows(this, x, w, y, row, row + rows, epilogue);

    /// <summary>y = x convolved with w, and what follows the sums.</summary>
    public void Run(float* x, float* w, float* y, int piece, in TileEpilogue epilogue = default) => DepthwiseForward.Run(this, x, w, y, piece, epilogue);

    /// <summary>dx from dy and w.</summary>
    public void RunInputGradient(float* dy, float* w, float* dx, int piece) => DepthwiseInputGradient.Run(this, dy, w, dx, piece);

    /// <summary>
    /// Phase 1 of the weights' gradient: one piece's sum over its rows of outputs, into its own place in <paramref name="sums"/>.
    /// </summary>
    public void RunWeightSums(float* x, float* dy, float* sums, int piece) =>
        DepthwiseWeightGradient.Run(this, x, dy, sums + piece * WeightElements, piece);

    /// <summary>Phase 2: dw = the partial sums, added in order. Without any (an empty batch), zeros.</summary>
    public void RunWeightGradient(float* sums, float* dw, int piece)
    {
        OutputRange range = WeightGradientRange(piece);
        if (WeightSumPieces == 0)
            Memory.Fill(dw + range.Start, 0f, range.Count);
        else
            PartialSums.Add(sums + range.Start, WeightElements, WeightSumPieces, dw + range.Start, (int)range.Count);
    }
}
