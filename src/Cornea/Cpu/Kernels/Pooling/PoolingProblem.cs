namespace Cornea.Cpu.Kernels;

/// <summary>
/// Pooling of x [batch, inHeight, inWidth, channels] to y [batch, outHeight, outWidth, channels], and its gradient.
/// The window of output (i, j) starts at input row i·strideHeight − padTop, column j·strideWidth − padLeft; what lies outside counts for
/// nothing.
/// </summary>
/// <remarks>
/// <para>Every Run… does one piece and needs no scratch. Pieces of the forward direction write <see cref="Range"/> of y,
/// those of the gradient <see cref="GradientRange"/> of dx; a gradient writes dx as a whole and needs no zeroes in it.</para>
/// <para>A window without any input gives −∞ and position −1 (max), 0 (average).</para>
/// </remarks>
internal readonly unsafe record struct PoolingProblem(
    int Batch, int InHeight, int InWidth, int Channels, int OutHeight, int OutWidth,
    int WindowHeight, int WindowWidth, int StrideHeight, int StrideWidth, int PadTop, int PadLeft)
{
    public int Pieces => Cut.Pieces;

    public int GradientPieces => GradientCut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    /// <summary>Pieces of y are rows of images.</summary>
    internal RowCut Cut => RowCut.ByCost((nint)Batch * OutHeight, (nint)OutWidth * Channels * WindowHeight * WindowWidth);

    /// <summary>Pieces of dx are rows of images.</summary>
    internal RowCut GradientCut => RowCut.ByCost(
        (nint)Batch * InHeight, (nint)InWidth * Channels * (2 + WindowHeight * WindowWidth / (StrideHeight * StrideWidth)));

    /// <summary>No input belongs to two windows.</summary>
    internal bool IsDisjoint => StrideHeight >= WindowHeight && StrideWidth >= WindowWidth;

    /// <summary>The elements of y (and of the positions) that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, (nint)OutWidth * Channels);

    /// <summary>The elements of dx that a piece writes.</summary>
    public OutputRange GradientRange(int piece) => GradientCut.Range(piece, (nint)InWidth * Channels);

    /// <summary>y = the largest of each window. NaN wins.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The output.</param>
    /// <param name="positions">
    /// For each output, where in its window the largest stood (row · windowWidth + column, the first of ties); null where nobody asks.
    /// </param>
    /// <param name="piece">0 to <see cref="Pieces"/> − 1.</param>
    public void RunMax(float* x, float* y, int* positions, int piece) => MaxPooling.Run(this, x, y, positions, Cut.Start(piece), Cut.End(piece));

    /// <summary>The largest of each window by rows of one image, without positions; null where nothing is computed.</summary>
    public RowStage? MaxRows => Pieces == 0 ? null : new(Window, 0, ScratchBytes, RunMaxRows);

    /// <summary>The mean of each window by rows of one image; null where nothing is computed.</summary>
    public RowStage? AverageRows => Pieces == 0 ? null : new(Window, 0, ScratchBytes, RunAverageRows);

    private RowWindow Window => new(InHeight, OutHeight, (nint)InWidth * Channels, (nint)OutWidth * Channels, WindowHeight, StrideHeight, PadTop);

    private void RunMaxRows(float* x, float* weights, float* y, int row, int rows, byte* scratch, in TileEpilogue epilogue) =>
        MaxPooling.Run(this, x, y, null, row, row + rows);

    private void RunAverageRows(float* x, float* weights, float* y, int row, int rows, byte* scratch, in TileEpilogue epilogue) =>
        AveragePooling.Run(this, x, y, row, row + rows);

    /// <summary>dx = for each input the sum of the dy of those windows whose largest it was.</summary>
    public void RunMaxGradient(float* dy, int* positions, float* dx, int piece) =>
        MaxPoolingGradient.Run(this, dy, positions, dx, piece);

    /// <summary>y = the mean of each window, over the inputs that exist.</summary>
    public void RunAverage(float* x, float* y, int piece) => AveragePooling.Run(this, x, y, Cut.Start(piece), Cut.End(piece));

    /// <summary>dx = for each input the sum over its windows of dy / (number of inputs in that window).</summary>
    public void RunAverageGradient(float* dy, float* dx, int piece) => AveragePoolingGradient.Run(this, dy, dx, piece);
}
