namespace Cornea.Learn;

/// <summary>Least squares with a penalty on the squares of the coefficients: minimises ‖y − x·w‖² + alpha·‖w‖².</summary>
/// <param name="alpha">How much the penalty counts, 0 or more.</param>
/// <param name="fitIntercept">Whether there is an intercept, which has no penalty.</param>
/// <remarks>Targets [rows] or [rows, targets]. Source: scikit-learn 1.9, Ridge. Golden case: classic/regression.</remarks>
/// <exception cref="ArgumentException"><paramref name="alpha"/> is negative.</exception>
public sealed class Ridge(double alpha = 1, bool fitIntercept = true) : LinearModel(fitIntercept)
{
    private readonly double _alpha = alpha >= 0 && double.IsFinite(alpha)
        ? alpha
        : throw new ArgumentException($"Ridge: expected alpha of 0 or more, got {Table.Text(alpha)}.", nameof(alpha));

    /// <inheritdoc/>
    public override Ridge Fit(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        FitTables(x, y, sampleWeight);
        return this;
    }

    private protected override double[][] Solve(double[][] columns, double[][] targets, double totalWeight) =>
        LeastSquares.Solve(columns, targets, _alpha);
}
