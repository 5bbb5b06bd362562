namespace Cornea.Cpu.Kernels;

/// <summary>
/// Resizes images x [batch, inHeight, inWidth, channels] to y [batch, outHeight, outWidth, channels], and its gradient. Pixel centres lie
/// at the halves, borders are repeated, nothing is smoothed when shrinking: tf.image.resize(antialias=False) and UpSampling2D of Keras.
/// </summary>
/// <remarks>
/// Pieces of the forward direction write <see cref="Range"/> of y, those of the gradients <see cref="GradientRange"/> of dx, as a whole:
/// it needs no zeroes in it. No scratch.
/// </remarks>
internal readonly unsafe record struct ResizeProblem(
    int Batch, int InHeight, int InWidth, int Channels, int OutHeight, int OutWidth)
{
    public int Pieces => Cut.Pieces;

    public int GradientPieces => GradientCut.Pieces;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    internal RowCut Cut => RowCut.ByCost((nint)Batch * OutHeight, 2 * (nint)OutWidth * Channels);

    internal RowCut GradientCut => RowCut.ByCost((nint)Batch * InHeight,
        (nint)Channels * (InWidth + 4 * (nint)OutWidth * (1 + OutHeight / Math.Max(1, InHeight))));

    internal float HeightScale => (float)InHeight / OutHeight;

    internal float WidthScale => (float)InWidth / OutWidth;

    /// <summary>The elements of y that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, (nint)OutWidth * Channels);

    /// <summary>The elements of dx that a piece writes.</summary>
    public OutputRange GradientRange(int piece) => GradientCut.Range(piece, (nint)InWidth * Channels);

    /// <summary>y = the input pixel whose square holds the output's centre.</summary>
    public void RunNearest(float* x, float* y, int piece) => NearestResize.Run(this, x, y, piece);

    /// <summary>dx = the sum of the dy of those outputs that show the pixel, in row order.</summary>
    public void RunNearestGradient(float* dy, float* dx, int piece) => NearestResize.Gradient(this, dy, dx, piece);

    /// <summary>y = interpolated linearly between the four inputs around the output's centre; along the width first.</summary>
    public void RunBilinear(float* x, float* y, int piece) => BilinearResize.Run(this, x, y, piece);

    /// <summary>dx = for each input the sum of dy times the weight that the output gave it, in row order.</summary>
    public void RunBilinearGradient(float* dy, float* dx, int piece) => BilinearResize.Gradient(this, dy, dx, piece);
}
