namespace Cornea.Learn;

/// <summary>What was counted of one class, or of several together; weighted samples count by their weight.</summary>
/// <param name="Right">Of the class and taken for it.</param>
/// <param name="True">Of the class.</param>
/// <param name="Predicted">Taken for the class.</param>
/// <param name="All">All samples.</param>
internal readonly record struct ClassCounts(double Right, double True, double Predicted, double All)
{
    public double Precision(double otherwise = 0) => Ratio(Right, Predicted, otherwise);

    public double Recall(double otherwise = 0) => Ratio(Right, True, otherwise);

    public double Specificity(double otherwise = 0) => Ratio(All - True - Predicted + Right, All - True, otherwise);

    public double Jaccard(double otherwise = 0) => Ratio(Right, True + Predicted - Right, otherwise);

    public double FBeta(double beta, double otherwise = 0) => double.IsInfinity(beta)
        ? Recall(otherwise)
        : Ratio((1 + (beta * beta)) * Right, (beta * beta * True) + Predicted, otherwise);

    public static ClassCounts operator +(ClassCounts a, ClassCounts b) =>
        new(a.Right + b.Right, a.True + b.True, a.Predicted + b.Predicted, a.All + b.All);

    /// <summary>The counts of each of the labels.</summary>
    public static ClassCounts[] Of(int[] truth, int[] prediction, int[] labels, double[]? weights = null)
    {
        var places = new Dictionary<int, int>(labels.Length);
        for (int i = 0; i < labels.Length; i++) places[labels[i]] = i;
        var counts = new ClassCounts[labels.Length];
        double all = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            double weight = weights?[i] ?? 1;
            all += weight;
            bool isKnown = places.TryGetValue(truth[i], out int place);
            if (isKnown) counts[place] = counts[place] with { True = counts[place].True + weight };
            if (isKnown && truth[i] == prediction[i]) counts[place] = counts[place] with { Right = counts[place].Right + weight };
            if (places.TryGetValue(prediction[i], out place)) counts[place] = counts[place] with { Predicted = counts[place].Predicted + weight };
        }

        return Array.ConvertAll(counts, count => count with { All = all });
    }

    private static double Ratio(double part, double whole, double otherwise) => whole == 0 ? otherwise : part / whole;
}
