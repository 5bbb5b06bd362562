using Cornea.Data;
using Cornea.Metrics;

namespace Cornea.Learn;

// Scores of predicted labels.
public static partial class Score
{
    /// <summary>The part of the samples whose label is right.</summary>
    /// <param name="yTrue">True labels [samples]; of several labels per sample [samples, labels], all of which must be right.</param>
    /// <param name="yPredicted">Predicted labels of the same shape.</param>
    /// <param name="normalize">False counts the samples instead.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <exception cref="ArgumentException">The labels aren't whole numbers, differ in number, or there are none.</exception>
    public static double Accuracy(Tensor yTrue, Tensor yPredicted, bool normalize = true, Tensor? sampleWeight = null)
    {
        const string Who = "Score.Accuracy";
        Table truth = Table.ReadColumns(Who, nameof(yTrue), yTrue), prediction = Table.ReadColumns(Who, nameof(yPredicted), yPredicted);
        CheckSame(Who, yTrue, yPredicted, truth, prediction);
        double[] weights = Table.ReadWeights(Who, sampleWeight, truth.RowCount);
        double right = 0;
        for (int row = 0; row < weights.Length; row++)
            if (truth.Row(row).SequenceEqual(prediction.Row(row))) right += weights[row];
        return normalize ? right / weights.Sum() : right;
    }

    /// <summary>The part of the samples whose label is wrong.</summary>
    /// <inheritdoc cref="Accuracy"/>
    public static double ZeroOneLoss(Tensor yTrue, Tensor yPredicted, bool normalize = true, Tensor? sampleWeight = null) =>
        (normalize ? 1 : Table.ReadWeights("Score.ZeroOneLoss", sampleWeight, yTrue.Shape[0]).Sum())
            - Accuracy(yTrue, yPredicted, normalize, sampleWeight);

    /// <summary>The part of the labels that is wrong; of one label per sample the same as <see cref="ZeroOneLoss"/>.</summary>
    /// <inheritdoc cref="Accuracy"/>
    public static double HammingLoss(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null)
    {
        const string Who = "Score.HammingLoss";
        Table truth = Table.ReadColumns(Who, nameof(yTrue), yTrue), prediction = Table.ReadColumns(Who, nameof(yPredicted), yPredicted);
        CheckSame(Who, yTrue, yPredicted, truth, prediction);
        double[] weights = Table.ReadWeights(Who, sampleWeight, truth.RowCount);
        double wrong = 0;
        for (int i = 0; i < truth.Values.Length; i++)
            if (truth.Values[i] != prediction.Values[i]) wrong += weights[i / truth.ColumnCount];
        return wrong / (weights.Sum() * truth.ColumnCount);
    }

    /// <summary>The mean of the classes' recalls: each class counts alike, however many samples it has.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yPredicted">Predicted labels [samples].</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="adjusted">Whether the score is scaled so that guessing gives 0; 1 stays 1.</param>
    /// <inheritdoc cref="Accuracy" path="/exception"/>
    public static double BalancedAccuracy(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null, bool adjusted = false)
    {
        const string Who = "Score.BalancedAccuracy";
        var (truth, prediction) = LabelReader.Read(Who, yTrue, yPredicted);
        double[] weights = Table.ReadWeights(Who, sampleWeight, truth.Length);
        double[] recalls =
        [
            .. ClassCounts.Of(truth, prediction, LabelReader.Occurring(truth), weights).Where(count => count.True > 0).Select(count => count.Recall()),
        ];
        double mean = recalls.Average(), chance = 1.0 / recalls.Length;
        return adjusted ? (mean - chance) / (1 - chance) : mean;
    }

    /// <summary>Of what was taken for a class, the part that was of it.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yPredicted">Predicted labels [samples].</param>
    /// <param name="labels">The labels that the average goes over. Null: all that occur.</param>
    /// <param name="posLabel">Without an average: the label of the positive class.</param>
    /// <param name="average">How the classes' scores become one. Null: only that of the positive class, of two (scikit-learn's <c>binary</c>).</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="zeroDivision">The score of a class where it would be 0 / 0; NaN leaves the class out of an average.</param>
    /// <remarks><see cref="Report.Classification"/> gives each class' scores.</remarks>
    /// <exception cref="ArgumentException">
    /// The labels aren't whole numbers, differ in number, or there are none; without an average there are more than two, or the positive one is missing.
    /// </exception>
    public static double Precision(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, int posLabel = 1, Average? average = null,
        Tensor? sampleWeight = null, double zeroDivision = 0) =>
        Averaged("Score.Precision", yTrue, yPredicted, labels, posLabel, average, sampleWeight, counts => counts.Precision(zeroDivision), zeroDivision);

    /// <summary>Of what was of a class, the part that was taken for it: the sensitivity.</summary>
    /// <inheritdoc cref="Precision"/>
    public static double Recall(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, int posLabel = 1, Average? average = null,
        Tensor? sampleWeight = null, double zeroDivision = 0) =>
        Averaged("Score.Recall", yTrue, yPredicted, labels, posLabel, average, sampleWeight, counts => counts.Recall(zeroDivision), zeroDivision);

    /// <summary>Of what wasn't of a class, the part that wasn't taken for it: the recall of the others.</summary>
    /// <inheritdoc cref="Precision"/>
    public static double Specificity(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, int posLabel = 1, Average? average = null,
        Tensor? sampleWeight = null, double zeroDivision = 0) =>
        Averaged("Score.Specificity", yTrue, yPredicted, labels, posLabel, average, sampleWeight, counts => counts.Specificity(zeroDivision), zeroDivision);

    /// <summary>The harmonic mean of precision and recall.</summary>
    /// <inheritdoc cref="Precision"/>
    public static double F1(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, int posLabel = 1, Average? average = null,
        Tensor? sampleWeight = null, double zeroDivision = 0) =>
        FBeta(yTrue, yPredicted, 1, labels, posLabel, average, sampleWeight, zeroDivision);

    /// <summary>A mean of precision and recall in which recall counts <paramref name="beta"/> times as much.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yPredicted">Predicted labels [samples].</param>
    /// <param name="beta">0 or more.</param>
    /// <param name="labels">The labels that the average goes over. Null: all that occur.</param>
    /// <param name="posLabel">Without an average: the label of the positive class.</param>
    /// <param name="average">How the classes' scores become one. Null: only that of the positive class, of two.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="zeroDivision">The score of a class where it would be 0 / 0; NaN leaves the class out of an average.</param>
    /// <inheritdoc cref="Precision" path="/exception"/>
    public static double FBeta(
        Tensor yTrue, Tensor yPredicted, double beta, IReadOnlyList<int>? labels = null, int posLabel = 1, Average? average = null,
        Tensor? sampleWeight = null, double zeroDivision = 0)
    {
        if (!(beta >= 0)) throw new ArgumentException($"Score.FBeta: expected beta of 0 or more, got {Table.Text(beta)}.", nameof(beta));
        return Averaged("Score.FBeta", yTrue, yPredicted, labels, posLabel, average, sampleWeight, counts => counts.FBeta(beta, zeroDivision), zeroDivision);
    }

    /// <summary>Of what was of a class or taken for it, the part that was both.</summary>
    /// <inheritdoc cref="F1"/>
    public static double Jaccard(
        Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels = null, int posLabel = 1, Average? average = null,
        Tensor? sampleWeight = null, double zeroDivision = 0) =>
        Averaged("Score.Jaccard", yTrue, yPredicted, labels, posLabel, average, sampleWeight, counts => counts.Jaccard(zeroDivision), zeroDivision);

    /// <summary>Cohen's kappa: how much better two judges agree than by chance; 1 for full agreement.</summary>
    /// <param name="y1">The labels of one [samples].</param>
    /// <param name="y2">The labels of the other [samples].</param>
    /// <param name="labels">The labels that count. Null: all that occur.</param>
    /// <param name="weights">Whether labels far apart count as worse: <c>"linear"</c> or <c>"quadratic"</c>; null: all alike.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <inheritdoc cref="Accuracy" path="/exception"/>
    public static double CohenKappa(
        Tensor y1, Tensor y2, IReadOnlyList<int>? labels = null, string? weights = null, Tensor? sampleWeight = null)
    {
        const string Who = "Score.CohenKappa";
        double exponent = weights switch
        {
            null => 0,
            "linear" => 1,
            "quadratic" => 2,
            _ => throw new ArgumentException($"{Who}: expected weights of null, linear, quadratic, got '{weights}'.", nameof(weights)),
        };
        double[,] matrix = Matrix(Who, y1, y2, labels, sampleWeight, out double[] rows, out double[] columns, out double total);
        double observed = 0, expected = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                double distance = exponent == 0 ? (i == j ? 0 : 1) : Math.Pow(Math.Abs(i - j), exponent);
                observed += distance * matrix[i, j];
                expected += distance * rows[i] * columns[j] / total;
            }
        }

        return 1 - (observed / expected);
    }

    /// <summary>Matthews' correlation of true and predicted labels: 1 all right, 0 as good as chance.</summary>
    /// <inheritdoc cref="BalancedAccuracy"/>
    public static double MatthewsCorrelation(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null)
    {
        double[,] matrix = Matrix("Score.MatthewsCorrelation", yTrue, yPredicted, null, sampleWeight, out double[] rows, out double[] columns, out double total);
        double right = 0, together = 0, truth = 0, prediction = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            right += matrix[i, i];
            together += rows[i] * columns[i];
            truth += rows[i] * rows[i];
            prediction += columns[i] * columns[i];
        }

        double deviations = ((total * total) - prediction) * ((total * total) - truth);
        return deviations == 0 ? 0 : ((right * total) - together) / Math.Sqrt(deviations);
    }

    private static double Averaged(
        string who, Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels, int posLabel, Average? average, Tensor? sampleWeight,
        Func<ClassCounts, double> score, double zeroDivision)
    {
        var (truth, prediction) = LabelReader.Read(who, yTrue, yPredicted);
        double[] weights = Table.ReadWeights(who, sampleWeight, truth.Length);
        int[] occurring = LabelReader.Occurring(truth, prediction);
        if (average is null)
        {
            if (occurring.Length > 2)
            {
                throw new ArgumentException(
                    $"{who}: there are more than two labels, {string.Join(", ", occurring)}; give average: \"macro\", \"micro\" or \"weighted\".",
                    nameof(average));
            }

            if (occurring.Length == 2 && !occurring.Contains(posLabel))
                throw new ArgumentException($"{who}: expected posLabel to be one of the labels {string.Join(", ", occurring)}, got {posLabel}.", nameof(posLabel));
            return score(ClassCounts.Of(truth, prediction, [posLabel], weights)[0]);
        }

        ClassCounts[] counts = ClassCounts.Of(truth, prediction, LabelReader.Reported(who, labels, occurring), weights);
        if (average == Average.Micro) return score(counts.Aggregate((sum, count) => sum + count));
        double sum = 0, total = 0;
        foreach (ClassCounts count in counts)
        {
            double value = score(count), weight = average == Average.Weighted ? count.True : 1;
            if (double.IsNaN(value)) continue;
            sum += value * weight;
            total += weight;
        }

        return total == 0 ? zeroDivision : sum / total;
    }

    // The weighted confusion matrix and its margins.
    private static double[,] Matrix(
        string who, Tensor yTrue, Tensor yPredicted, IReadOnlyList<int>? labels, Tensor? sampleWeight,
        out double[] rows, out double[] columns, out double total)
    {
        var (truth, prediction) = LabelReader.Read(who, yTrue, yPredicted);
        double[] weights = Table.ReadWeights(who, sampleWeight, truth.Length);
        int[] reported = LabelReader.Reported(who, labels, LabelReader.Occurring(truth, prediction));
        double[,] matrix = ConfusionCounts.Of(truth, prediction, reported, weights);
        (rows, columns) = ConfusionCounts.Margins(matrix);
        total = rows.Sum();
        return matrix;
    }

    private static void CheckSame(string who, Tensor yTrue, Tensor yPredicted, Table truth, Table prediction)
    {
        if (truth.RowCount != prediction.RowCount || truth.ColumnCount != prediction.ColumnCount)
            throw new ShapeException($"{who}: expected yTrue and yPredicted of one shape, got {yTrue.Shape} and {yPredicted.Shape}.");
        if (truth.RowCount == 0) throw new ArgumentException($"{who}: expected at least one sample, got none.", nameof(yTrue));
    }
}
