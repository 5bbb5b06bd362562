namespace Cornea.Learn;

/// <summary>
/// Least squares with a penalty on the absolute values of the coefficients, many of which so become 0: minimises
/// ‖y − x·w‖² / (2·rows) + alpha·‖w‖₁.
/// </summary>
/// <param name="alpha">How much the penalty counts, 0 or more.</param>
/// <param name="fitIntercept">Whether there is an intercept, which has no penalty.</param>
/// <param name="maxIter">At most so many rounds over all coefficients.</param>
/// <param name="tol">How near the optimum is near enough.</param>
/// <param name="positive">Whether coefficients are kept from falling below 0.</param>
/// <remarks>An <see cref="ElasticNet"/> with l1Ratio 1. Source: scikit-learn 1.9, Lasso. Golden case: classic/regression.</remarks>
/// <exception cref="ArgumentException">A number is out of its range.</exception>
public sealed class Lasso(double alpha = 1, bool fitIntercept = true, int maxIter = 1000, double tol = 1e-4, bool positive = false)
    : ElasticNet(alpha, 1, fitIntercept, maxIter, tol, positive)
{
    /// <inheritdoc/>
    public override Lasso Fit(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        FitTables(x, y, sampleWeight);
        return this;
    }
}
