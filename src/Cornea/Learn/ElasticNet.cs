namespace Cornea.Learn;

/// <summary>
/// Least squares with a penalty on the absolute values and one on the squares of the coefficients: minimises
/// ‖y − x·w‖² / (2·rows) + alpha·l1Ratio·‖w‖₁ + alpha·(1 − l1Ratio)·‖w‖² / 2.
/// </summary>
/// <remarks>
/// By coordinate descent until the duality gap is below <c>tol</c>·‖y‖². Targets [rows] or [rows, targets], each of which is fitted for
/// itself. Source: scikit-learn 1.9, ElasticNet; Friedman, Hastie and Tibshirani 2010. Golden case: classic/regression.
/// </remarks>
public class ElasticNet : LinearModel
{
    private readonly double _alpha;
    private readonly double _l1Ratio;
    private readonly int _maxIter;
    private readonly double _tol;
    private readonly bool _positive;

    /// <summary>A model that isn't fitted yet.</summary>
    /// <param name="alpha">How much the penalties count, 0 or more.</param>
    /// <param name="l1Ratio">The part of the absolute values in them, from 0 to 1.</param>
    /// <param name="fitIntercept">Whether there is an intercept, which has no penalty.</param>
    /// <param name="maxIter">At most so many rounds over all coefficients.</param>
    /// <param name="tol">How near the optimum is near enough.</param>
    /// <param name="positive">Whether coefficients are kept from falling below 0.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public ElasticNet(
        double alpha = 1, double l1Ratio = 0.5, bool fitIntercept = true, int maxIter = 1000, double tol = 1e-4, bool positive = false)
        : base(fitIntercept)
    {
        if (!(alpha >= 0 && double.IsFinite(alpha)))
            throw new ArgumentException($"{GetType().Name}: expected alpha of 0 or more, got {Table.Text(alpha)}.", nameof(alpha));
        if (l1Ratio is not (>= 0 and <= 1))
            throw new ArgumentException($"{GetType().Name}: expected l1Ratio from 0 to 1, got {Table.Text(l1Ratio)}.", nameof(l1Ratio));
        if (maxIter < 1) throw new ArgumentException($"{GetType().Name}: expected maxIter of 1 or more, got {maxIter}.", nameof(maxIter));
        if (!(tol >= 0)) throw new ArgumentException($"{GetType().Name}: expected tol of 0 or more, got {Table.Text(tol)}.", nameof(tol));
        (_alpha, _l1Ratio, _maxIter, _tol, _positive) = (alpha, l1Ratio, maxIter, tol, positive);
    }

    /// <summary>How many rounds over all coefficients Fit took; with several targets, the most of them.</summary>
    public int IterationCount { get; private set; }

    /// <inheritdoc/>
    public override ElasticNet Fit(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        FitTables(x, y, sampleWeight);
        return this;
    }

    private protected override double[][] Solve(double[][] columns, double[][] targets, double totalWeight)
    {
        IterationCount = 0;
        double[] squares = Array.ConvertAll(columns, column => DoubleVector.Dot(column, column));
        return Array.ConvertAll(targets, target => Descend(columns, squares, target, totalWeight));
    }

    private double[] Descend(double[][] columns, double[] squares, double[] y, double totalWeight)
    {
        double l1 = _alpha * _l1Ratio * totalWeight, l2 = _alpha * (1 - _l1Ratio) * totalWeight;
        double enough = _tol * DoubleVector.Dot(y, y);
        double[] w = new double[columns.Length], rest = [.. y];
        for (int round = 1; round <= _maxIter; round++)
        {
            IterationCount = Math.Max(IterationCount, round);
            double largest = 0, largestStep = 0;
            for (int j = 0; j < w.Length; j++)
            {
                if (squares[j] == 0) continue;
                double before = w[j];
                double pull = DoubleVector.Dot(columns[j], rest) + (before * squares[j]);
                double size = _positive && pull < 0 ? 0 : Math.Max(0, Math.Abs(pull) - l1);
                w[j] = Math.CopySign(size, pull) / (squares[j] + l2);
                if (w[j] != before) DoubleVector.Add(rest, before - w[j], columns[j]);
                largest = Math.Max(largest, Math.Abs(w[j]));
                largestStep = Math.Max(largestStep, Math.Abs(w[j] - before));
            }

            // The gap costs as much as a round, so it is asked for only when the steps have become small.
            if ((largest == 0 || largestStep <= _tol * largest) && Gap(columns, y, rest, w, l1, l2) <= enough) break;
        }

        return w;
    }

    // How far the objective is at most above the optimum: its distance from that of a feasible point of the dual problem.
    private double Gap(double[][] columns, double[] y, double[] rest, double[] w, double l1, double l2)
    {
        double steepest = 0, absolute = 0, square = 0;
        for (int j = 0; j < w.Length; j++)
        {
            double slope = DoubleVector.Dot(columns[j], rest) - (l2 * w[j]);
            steepest = Math.Max(steepest, _positive ? slope : Math.Abs(slope));
            absolute += Math.Abs(w[j]);
            square += w[j] * w[j];
        }

        double error = DoubleVector.Dot(rest, rest);
        double scale = steepest > l1 ? l1 / steepest : 1;
        return (0.5 * error * (1 + (scale * scale))) + (l1 * absolute) - (scale * DoubleVector.Dot(rest, y))
            + (0.5 * l2 * (1 + (scale * scale)) * square);
    }
}
