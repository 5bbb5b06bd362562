using System.Globalization;

namespace Cornea.Learn;

/// <summary>What a classifier got right and what it confused, from true and predicted labels.</summary>
/// <remarks>Labels are whole numbers [samples]; of probabilities or one-hot rows, ArgMax(-1) makes labels. Source: scikit-learn 1.9, metrics.</remarks>
public static class Report
{
    /// <summary>Precision, recall and F1 of each class; printed, it is scikit-learn's table.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yPredicted">Predicted labels [samples].</param>
    /// <param name="labels">The labels to report, in this order. Null: all that occur, ascending.</param>
    /// <param name="targetNames">A name for each reported label. Null: the labels themselves.</param>
    /// <param name="digits">Digits behind the point.</param>
    /// <remarks>Golden case: classic/classification_metrics.</remarks>
    /// <exception cref="ArgumentException">
    /// The labels aren't whole numbers [samples], differ in number, or there are none; the names are more or fewer than the labels.
    /// </exception>
    public static ClassificationReport Classification(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, IReadOnlyList<string>? targetNames = null, int digits = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        const string Who = "Report.Classification";
        var (truth, prediction) = LabelReader.Read(Who, yTrue, yPredicted);
        int[] occurring = LabelReader.Occurring(truth, prediction);
        int[] reported = LabelReader.Reported(Who, labels, occurring);
        if (targetNames is not null && targetNames.Count != reported.Length)
        {
            throw new ArgumentException(
                $"{Who}: expected a name for each of the {reported.Length} labels {string.Join(", ", reported)}, got {targetNames.Count}. "
                + "Give the labels, too, if some of them don't occur.",
                nameof(targetNames));
        }

        string[] names = [.. targetNames ?? reported.Select(label => label.ToString(CultureInfo.InvariantCulture))];
        ClassCounts[] counts = ClassCounts.Of(truth, prediction, reported);
        ClassCounts all = counts.Aggregate((sum, count) => sum + count);
        int right = 0;
        for (int i = 0; i < truth.Length; i++) right += truth[i] == prediction[i] ? 1 : 0;
        return new ClassificationReport(
            names, Array.ConvertAll(counts, Scores), (double)right / truth.Length, Scores(all), digits, isWhole: occurring.All(reported.Contains));
    }

    /// <summary>How often each true label (the row) was taken for each label (the column).</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yPredicted">Predicted labels [samples].</param>
    /// <param name="labels">The labels that the rows and columns stand for. Null: all that occur, ascending.</param>
    /// <returns>Int32 [labels, labels]. Samples whose true or predicted label isn't among the labels aren't counted.</returns>
    /// <remarks>Golden case: classic/classification_metrics.</remarks>
    /// <exception cref="ArgumentException">The labels aren't whole numbers [samples], differ in number, or there are none.</exception>
    public static Tensor ConfusionMatrix(Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null)
    {
        const string Who = "Report.ConfusionMatrix";
        var (truth, prediction) = LabelReader.Read(Who, yTrue, yPredicted);
        int[] reported = LabelReader.Reported(Who, labels, LabelReader.Occurring(truth, prediction));
        var place = reported.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[,] matrix = new int[reported.Length, reported.Length];
        for (int i = 0; i < truth.Length; i++)
            if (place.TryGetValue(truth[i], out int row) && place.TryGetValue(prediction[i], out int column)) matrix[row, column]++;
        return Tensor.From(matrix);
    }

    private static ClassScores Scores(ClassCounts counts) => new(counts.Precision(), counts.Recall(), counts.FBeta(1), (int)counts.True);
}
