namespace Cornea.Layers;

/// <summary>Boundaries that part values into ranges of about as many, by a summary of the sorted values as Keras makes it.</summary>
internal static class Quantiles
{
    /// <param name="values">In any order.</param>
    /// <param name="bins">How many ranges.</param>
    /// <param name="epsilon">The summary holds 1 / epsilon values.</param>
    public static double[] Boundaries(float[] values, int bins, double epsilon)
    {
        float[] sorted = [.. values.Order()];
        double step = Math.Max(sorted.Length * epsilon, 1);
        int start = (int)(step - 1), stride = (int)step;
        var points = new List<double>();
        for (int index = start; index < sorted.Length; index += stride) points.Add(sorted[index]);
        double[] weights = [.. Enumerable.Repeat((double)(float)step, points.Count)];
        (double[] summary, weights) = Compress([.. points], weights, epsilon);
        (summary, _) = Compress(summary, weights, 1.0 / bins);
        return summary[..^1];
    }

    private static (double[] Points, double[] Weights) Compress(double[] points, double[] weights, double epsilon)
    {
        if (points.Length * epsilon < 1) return (points, weights);
        int count = (int)Math.Ceiling(1 / epsilon);
        var sums = new double[weights.Length];
        double sum = 0;
        for (int index = 0; index < weights.Length; index++) sums[index] = sum += weights[index];
        double[] shares = [.. sums.Select(value => value / sum)];
        var results = new double[count];
        var resultWeights = new double[count];
        double before = 0;
        for (int index = 0; index < count; index++)
        {
            double share = epsilon + (index * epsilon), total = Interpolate(share, shares, sums);
            results[index] = (float)Interpolate(share, shares, points);
            resultWeights[index] = (float)(total - before);
            before = total;
        }

        return (results, resultWeights);
    }

    // NumPy's interp: the ends' values outside.
    private static double Interpolate(double x, double[] from, double[] to)
    {
        if (x <= from[0]) return to[0];
        if (x >= from[^1]) return to[^1];
        int upper = 1;
        while (from[upper] < x) upper++;
        double part = (x - from[upper - 1]) / (from[upper] - from[upper - 1]);
        return to[upper - 1] + (part * (to[upper] - to[upper - 1]));
    }
}
