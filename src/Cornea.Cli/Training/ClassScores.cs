namespace Cornea.Cli.Training;

/// <summary>The confusion matrix of a test, and precision, recall and F1 of each class.</summary>
/// <param name="Matrix">Counts [true, predicted].</param>
/// <param name="Classes">By label.</param>
internal sealed record ClassScores(long[,] Matrix, IReadOnlyList<ClassScore> Classes)
{
    /// <summary>The plain mean over the classes, as scikit-learn's "macro avg".</summary>
    public ClassScore Macro => new(
        "mean", Classes.Average(score => score.Precision), Classes.Average(score => score.Recall), Classes.Average(score => score.F1), Classes.Sum(score => score.Count));

    public static ClassScores Of(IReadOnlyList<int> truth, IReadOnlyList<int> predicted, IReadOnlyList<string> names)
    {
        int count = names.Count;
        var matrix = new long[count, count];
        for (int index = 0; index < truth.Count; index++) matrix[truth[index], predicted[index]]++;

        var scores = new ClassScore[count];
        for (int label = 0; label < count; label++)
        {
            long right = matrix[label, label], taken = 0, there = 0;
            for (int other = 0; other < count; other++)
            {
                taken += matrix[other, label];
                there += matrix[label, other];
            }

            double precision = Ratio(right, taken), recall = Ratio(right, there);
            scores[label] = new ClassScore(names[label], precision, recall, Ratio(2 * right, taken + there), there);
        }

        return new ClassScores(matrix, scores);
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
