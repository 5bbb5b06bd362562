using Cornea.Data;
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
    /// <param name="zeroDivision">A score that would be 0 / 0; NaN leaves the class out of the averages.</param>
    /// <remarks>Golden case: classic/classification_metrics.</remarks>
    /// <exception cref="ArgumentException">
    /// The labels aren't whole numbers [samples], differ in number, or there are none; the names are more or fewer than the labels.
    /// </exception>
    public static ClassificationReport Classification(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, IReadOnlyList<string>? targetNames = null, int digits = 2,
        double zeroDivision = 0)
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
            names, Array.ConvertAll(counts, count => Scores(count, zeroDivision)), (double)right / truth.Length, Scores(all, zeroDivision), digits, isWhole: occurring.All(reported.Contains));
    }

    /// <summary>How often each true label (the row) was taken for each label (the column).</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yPredicted">Predicted labels [samples].</param>
    /// <param name="labels">The labels that the rows and columns stand for. Null: all that occur, ascending.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="normalize">
    /// Parts instead of numbers: <c>"true"</c>, of each row; <c>"pred"</c>, of each column; <c>"all"</c>, of all samples. A row or column without
    /// samples stays 0.
    /// </param>
    /// <returns>
    /// Int32 [labels, labels]; Float32 with weights or parts. Samples whose true or predicted label isn't among the labels aren't counted.
    /// </returns>
    /// <remarks>Golden case: classic/classification_metrics.</remarks>
    /// <exception cref="ArgumentException">The labels aren't whole numbers [samples], differ in number, or there are none; the word isn't known.</exception>
    public static Tensor ConfusionMatrix(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, Tensor? sampleWeight = null, string? normalize = null)
    {
        const string Who = "Report.ConfusionMatrix";
        var (truth, prediction) = LabelReader.Read(Who, yTrue, yPredicted);
        int[] reported = LabelReader.Reported(Who, labels, LabelReader.Occurring(truth, prediction));
        double[,] matrix = ConfusionCounts.Of(truth, prediction, reported, Table.ReadWeights(Who, sampleWeight, truth.Length));
        var (rows, columns) = ConfusionCounts.Margins(matrix);
        double all = rows.Sum();
        for (int row = 0; row < reported.Length; row++)
        {
            for (int column = 0; column < reported.Length; column++)
            {
                double whole = normalize switch
                {
                    null => 1,
                    "true" => rows[row],
                    "pred" => columns[column],
                    "all" => all,
                    _ => throw new ArgumentException($"{Who}: expected normalize of null, true, pred, all, got '{normalize}'.", nameof(normalize)),
                };
                if (whole != 0) matrix[row, column] /= whole;
            }
        }

        return Tensor.From(matrix).Cast(sampleWeight is null && normalize is null ? DType.Int32 : DType.Float32);
    }

    private static ClassScores Scores(ClassCounts counts, double zeroDivision) =>
        new(counts.Precision(zeroDivision), counts.Recall(zeroDivision), counts.FBeta(1, zeroDivision), (int)counts.True);
}
