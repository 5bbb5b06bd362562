using System.Globalization;
using Cornea.Data;

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
        var (truth, prediction) = Read(Who, yTrue, yPredicted);
        int[] occurring = Occurring(truth, prediction);
        int[] reported = Reported(Who, labels, occurring);
        if (targetNames is not null && targetNames.Count != reported.Length)
        {
            throw new ArgumentException(
                $"{Who}: expected a name for each of the {reported.Length} labels {string.Join(", ", reported)}, got {targetNames.Count}. "
                + "Give the labels, too, if some of them don't occur.",
                nameof(targetNames));
        }

        string[] names = [.. targetNames ?? reported.Select(label => label.ToString(CultureInfo.InvariantCulture))];
        var hits = reported.ToDictionary(label => label, _ => (Right: 0, True: 0, Predicted: 0));
        int right = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            bool isRight = truth[i] == prediction[i];
            right += isRight ? 1 : 0;
            if (hits.TryGetValue(truth[i], out var count)) hits[truth[i]] = (count.Right + (isRight ? 1 : 0), count.True + 1, count.Predicted);
            if (hits.TryGetValue(prediction[i], out count)) hits[prediction[i]] = count with { Predicted = count.Predicted + 1 };
        }

        ClassScores[] scores = [.. reported.Select(label => Scores(hits[label].Right, hits[label].True, hits[label].Predicted))];
        ClassScores micro = Scores(hits.Values.Sum(hit => hit.Right), hits.Values.Sum(hit => hit.True), hits.Values.Sum(hit => hit.Predicted));
        return new ClassificationReport(
            names, scores, (double)right / truth.Length, micro, digits, isWhole: occurring.All(hits.ContainsKey));
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
        var (truth, prediction) = Read(Who, yTrue, yPredicted);
        int[] reported = Reported(Who, labels, Occurring(truth, prediction));
        var place = reported.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[,] matrix = new int[reported.Length, reported.Length];
        for (int i = 0; i < truth.Length; i++)
            if (place.TryGetValue(truth[i], out int row) && place.TryGetValue(prediction[i], out int column)) matrix[row, column]++;
        return Tensor.From(matrix);
    }

    private static ClassScores Scores(int right, int inTruth, int predicted) => new(
        predicted == 0 ? 0 : (double)right / predicted,
        inTruth == 0 ? 0 : (double)right / inTruth,
        inTruth + predicted == 0 ? 0 : 2.0 * right / (inTruth + predicted),
        inTruth);

    private static int[] Occurring(int[] truth, int[] prediction) => [.. truth.Concat(prediction).Distinct().Order()];

    private static int[] Reported(string who, IReadOnlyList<int>? labels, int[] occurring)
    {
        int[] reported = [.. labels ?? occurring];
        if (reported.Length == 0) throw new ArgumentException($"{who}: expected at least one label to report, got none.", nameof(labels));
        return reported.Distinct().Count() == reported.Length
            ? reported
            : throw new ArgumentException($"{who}: expected different labels, got {string.Join(", ", reported)}.", nameof(labels));
    }

    private static (int[] Truth, int[] Prediction) Read(string who, Tensor yTrue, Tensor yPredicted)
    {
        Rows.Count(who, [yTrue, yPredicted], [nameof(yTrue), nameof(yPredicted)]);
        return (LabelsOf(who, nameof(yTrue), yTrue), LabelsOf(who, nameof(yPredicted), yPredicted));
    }

    private static int[] LabelsOf(string who, string name, Tensor y)
    {
        if (y.Rank > 2 || (y.Rank == 2 && y.Shape[1] != 1))
            throw new ShapeException($"{who}: expected labels [samples] in {name}, got shape {y.Shape}. ArgMax(-1) makes labels of rows.");
        double[] values = y.ToArray<double>();
        if (values.Length == 0) throw new ArgumentException($"{who}: expected at least one sample, got none.", name);
        foreach (double value in values)
        {
            if (value != Math.Floor(value) || Math.Abs(value) > int.MaxValue)
            {
                throw new ArgumentException(
                    $"{who}: expected whole numbers in {name}, got {value.ToString(CultureInfo.InvariantCulture)}. "
                    + "Make labels of probabilities first: (y > 0.5), or ArgMax(-1).",
                    name);
            }
        }

        return Array.ConvertAll(values, value => (int)value);
    }
}
