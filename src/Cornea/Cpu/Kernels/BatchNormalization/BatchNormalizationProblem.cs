namespace Cornea.Cpu.Kernels;

/// <summary>
/// Batch normalisation in training: x is [rows, channels], and each channel is normalised by its own mean and variance over the rows.
/// </summary>
/// <remarks>
/// <para>Forward: <see cref="RunStatistics"/> (all <see cref="StatisticsPieces"/>), then <see cref="RunMerge"/> (all <see
/// cref="ChannelPieces"/>), then <see cref="RunNormalize"/> (all <see cref="Pieces"/>), or any elementwise program with the same
/// formula.</para>
/// <para>Gradient: <see cref="RunGradientSums"/> (all <see cref="StatisticsPieces"/>), then <see cref="RunGradientMerge"/>
/// (all <see cref="ChannelPieces"/>), then <see cref="RunInputGradient"/> (all <see cref="Pieces"/>).</para>
/// </remarks>
/// <param name="Rows">Batch · height · width.</param>
/// <param name="Channels">Length of a row.</param>
internal readonly unsafe record struct BatchNormalizationProblem(nint Rows, int Channels)
{
    // What follows a piece (relu, residual, mask) finds it in the second cache: with several arrays of usual pieces it would not.
    private const int PieceElements = 16 * 1024;

    /// <summary>Pieces of the passes that write as much as they read.</summary>
    public int Pieces => Cut.Pieces;

    /// <summary>Pieces of the passes over x that give sums only.</summary>
    public int StatisticsPieces => StatisticsCut.Pieces;

    /// <summary>Pieces of the merging phases.</summary>
    public int ChannelPieces => ChannelCut.Pieces;

    /// <summary>Size in floats of the buffer between a pass over x and its merge; forward and gradient alike.</summary>
    public nint PartialElements => (nint)StatisticsPieces * 2 * Channels;

    /// <summary>Size in floats of the coefficients that <see cref="RunGradientMerge"/> hands to <see cref="RunInputGradient"/>.</summary>
    public nint CoefficientElements => 3 * (nint)Channels;

    /// <summary>Always 0.</summary>
    public nint ScratchBytes => 0;

    internal RowCut Cut => RowCut.ByCost(Rows, Channels, PieceElements);

    internal RowCut StatisticsCut => RowCut.ByCost(Rows, Channels);

    internal RowCut ChannelCut => RowCut.ByCost(Channels, 4 + 2 * StatisticsPieces);

    /// <summary>The elements of y or dx that a piece writes.</summary>
    public OutputRange Range(int piece) => Cut.Range(piece, Channels);

    /// <summary>Forward, phase 1: mean and sum of squared deviations of each channel over one piece's rows.</summary>
    public void RunStatistics(float* x, float* partials, int piece) => BatchStatistics.Run(this, x, partials, piece);

    /// <summary>Forward, phase 2: the pieces' statistics merged in order, and what follows from them. All results are [channels].</summary>
    /// <param name="partials">What phase 1 left.</param>
    /// <param name="gamma">Null for 1.</param>
    /// <param name="beta">Null for 0.</param>
    /// <param name="epsilon">Added to the variance under the root.</param>
    /// <param name="mean">The mean; 0 without rows.</param>
    /// <param name="variance">Sum of squared deviations / rows (the biased estimate); 0 without rows.</param>
    /// <param name="inverseStd">1 / √(variance + epsilon).</param>
    /// <param name="scale">gamma · inverseStd.</param>
    /// <param name="shift">beta − mean · scale.</param>
    /// <param name="piece">0 to <see cref="ChannelPieces"/> − 1.</param>
    public void RunMerge(float* partials, float* gamma, float* beta, float epsilon,
        float* mean, float* variance, float* inverseStd, float* scale, float* shift, int piece) =>
        BatchStatistics.Merge(this, partials, gamma, beta, epsilon, mean, variance, inverseStd, scale, shift, piece);

    /// <summary>Forward, phase 3: y = x · scale + shift, rounded after each. y may be x.</summary>
    public void RunNormalize(float* x, float* scale, float* shift, float* y, int piece) =>
        BatchNormalize.Run(this, x, scale, shift, y, piece);

    /// <summary>Gradient, phase 1: Σ dy and Σ dy · (x − mean) · inverseStd of each channel over one piece's rows.</summary>
    public void RunGradientSums(float* x, float* dy, float* mean, float* inverseStd, float* partials, int piece) =>
        BatchGradient.Sums(this, x, dy, mean, inverseStd, partials, piece);

    /// <summary>Gradient, phase 2: the sums added in order, and the coefficients of phase 3.</summary>
    /// <param name="partials">What phase 1 left.</param>
    /// <param name="gamma">Null for 1.</param>
    /// <param name="inverseStd">From the forward direction.</param>
    /// <param name="dgamma">The gradient of gamma [channels]; null where nobody asks.</param>
    /// <param name="dbeta">The gradient of beta [channels]; null where nobody asks.</param>
    /// <param name="coefficients">For phase 3.</param>
    /// <param name="piece">0 to <see cref="ChannelPieces"/> − 1.</param>
    public void RunGradientMerge(
        float* partials, float* gamma, float* inverseStd, float* dgamma, float* dbeta, float* coefficients, int piece) =>
        BatchGradient.Merge(this, partials, gamma, inverseStd, dgamma, dbeta, coefficients, piece);

    /// <summary>
    /// Gradient, phase 3: dx = gamma · inverseStd · (dy − dbeta / rows − x̂ · dgamma / rows), with x̂ = (x − mean) · inverseStd.
    /// dx may be dy.
    /// </summary>
    public void RunInputGradient(float* x, float* dy, float* mean, float* coefficients, float* dx, int piece) =>
        BatchGradient.Input(this, x, dy, mean, coefficients, dx, piece);
}
