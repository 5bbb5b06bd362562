namespace Cornea.Learn;

/// <summary>Minimises a smooth function of many variables, from its values and gradients.</summary>
/// <remarks>
/// L-BFGS with a line search for the strong Wolfe conditions. Source: Nocedal and Wright, Numerical Optimization (2006), algorithms 7.4,
/// 7.5, 3.5 and 3.6.
/// </remarks>
internal static class LimitedMemoryBfgs
{
    /// <summary>The function's value at a point; its gradient is written into the second array.</summary>
    public delegate double Function(double[] point, double[] gradient);

    private const int Memory = 10;
    private const int MostTrials = 50;
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const double LeastProgress = 64 * 2.220446049250313e-16; // SciPy's ftol as scikit-learn sets it.

    /// <summary>Goes down from a point until no component of the gradient is above <paramref name="tolerance"/>, or the value stands still.</summary>
    /// <returns>The lowest point and the number of steps.</returns>
    public static (double[] Point, int Iterations) Minimize(Function function, double[] start, double tolerance, int maxIter)
    {
        double[] point = start, gradient = new double[start.Length];
        double value = function(point, gradient);
        var steps = new List<(double[] Step, double[] Change, double Product)>();
        int iteration = 0;
        for (; iteration < maxIter && gradient.Max(Math.Abs) > tolerance; iteration++)
        {
            double[] direction = Direction(gradient, steps);
            double slope = DoubleVector.Dot(direction, gradient);
            if (!(slope < 0)) break;
            double first = steps.Count > 0 ? 1 : Math.Min(1, 1 / gradient.Sum(Math.Abs));
            if (Search(function, point, value, direction, slope, first) is not { } found) break;
            double[] step = new double[point.Length], change = new double[point.Length];
            for (int i = 0; i < step.Length; i++) (step[i], change[i]) = (found.Point[i] - point[i], found.Gradient[i] - gradient[i]);
            double product = DoubleVector.Dot(step, change);
            if (product > 0)
            {
                if (steps.Count == Memory) steps.RemoveAt(0);
                steps.Add((step, change, product));
            }

            double progress = (value - found.Value) / Math.Max(1, Math.Max(Math.Abs(value), Math.Abs(found.Value)));
            (point, value, gradient) = found;
            if (progress <= LeastProgress)
            {
                iteration++;
                break;
            }
        }

        return (point, iteration);
    }

    // Downhill by the two-loop recursion.
    private static double[] Direction(double[] gradient, List<(double[] Step, double[] Change, double Product)> steps)
    {
        double[] q = Array.ConvertAll(gradient, slope => -slope), factors = new double[steps.Count];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            factors[i] = DoubleVector.Dot(steps[i].Step, q) / steps[i].Product;
            DoubleVector.Add(q, -factors[i], steps[i].Change);
        }

        if (steps.Count > 0)
        {
            double scale = steps[^1].Product / DoubleVector.Dot(steps[^1].Change, steps[^1].Change);
            foreach (ref double element in q.AsSpan()) element *= scale;
        }

        for (int i = 0; i < steps.Count; i++)
            DoubleVector.Add(q, factors[i] - (DoubleVector.Dot(steps[i].Change, q) / steps[i].Product), steps[i].Step);
        return q;
    }

    // A step along the direction that lowers the value enough and leaves little slope: bracketed by doubling, then narrowed by cubics.
    private static (double[] Point, double Value, double[] Gradient)? Search(
        Function function, double[] start, double startValue, double[] direction, double startSlope, double first)
    {
        (double Length, double Value, double Slope) low = (0, startValue, startSlope), high = (double.PositiveInfinity, 0, 0);
        (double[] Point, double Value, double[] Gradient)? best = null;
        double length = first;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double[] point = [.. start], gradient = new double[start.Length];
            DoubleVector.Add(point, length, direction);
            double value = function(point, gradient);
            double slope = DoubleVector.Dot(gradient, direction);
            if (!(value <= startValue + (SufficientDecrease * length * startSlope)) || (value >= low.Value && low.Length > 0))
            {
                high = (length, value, slope);
            }
            else
            {
                if (best is null || value < best.Value.Value) best = (point, value, gradient);
                if (Math.Abs(slope) <= -Curvature * startSlope) return (point, value, gradient);
                if (slope * (high.Length - low.Length) >= 0) high = low;
                low = (length, value, slope);
            }

            if (double.IsPositiveInfinity(high.Length))
            {
                length *= 2;
                continue;
            }

            if (Math.Abs(high.Length - low.Length) <= 1e-16 * Math.Max(1, low.Length)) break;
            length = Between(low, high);
        }

        return best;
    }

    // The minimum of the cubic through both ends, kept away from them.
    private static double Between((double Length, double Value, double Slope) a, (double Length, double Value, double Slope) b)
    {
        double width = b.Length - a.Length;
        double d1 = a.Slope + b.Slope - (3 * (a.Value - b.Value) / (a.Length - b.Length));
        double root = Math.Sqrt((d1 * d1) - (a.Slope * b.Slope)) * Math.Sign(width);
        double cubic = b.Length - (width * (b.Slope + root - d1) / (b.Slope - a.Slope + (2 * root)));
        double least = Math.Min(a.Length, b.Length) + (0.1 * Math.Abs(width)), most = Math.Max(a.Length, b.Length) - (0.1 * Math.Abs(width));
        return double.IsFinite(cubic) ? Math.Clamp(cubic, least, most) : a.Length + (width / 2);
    }
}
