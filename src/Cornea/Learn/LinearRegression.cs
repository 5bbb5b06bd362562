namespace Cornea.Learn;

/// <summary>Least squares: the coefficients whose predictions have the smallest sum of squared errors.</summary>
/// <param name="fitIntercept">Whether there is an intercept; without one the prediction for a row of zeros is 0.</param>
/// <remarks>
/// Where columns depend on each other, of all best coefficients the shortest. Targets [rows] or [rows, targets]. Source: scikit-learn 1.9,
/// LinearRegression. Golden case: classic/regression.
/// </remarks>
public sealed class LinearRegression(bool fitIntercept = true) : LinearModel(fitIntercept)
{
    /// <inheritdoc/>
    public override LinearRegression Fit(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        FitTables(x, y, sampleWeight);
        return this;
    }

    private protected override double[][] Solve(double[][] columns, double[][] targets, double totalWeight) =>
        LeastSquares.Solve(columns, targets, alpha: 0);
}
