using Cornea.Data;
using Cornea.Metrics;

namespace Cornea.Learn;

// Scores of probabilities and other scores of classes.
public static partial class Score
{
    /// <summary>The area under a curve of points, by the trapezoidal rule.</summary>
    /// <param name="x">The points' x, ascending or descending.</param>
    /// <param name="y">The points' y.</param>
    /// <exception cref="ArgumentException">There are fewer than two points, the numbers differ, or x goes both ways.</exception>
    public static double Auc(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count < 2 || x.Count != y.Count)
            throw new ArgumentException($"Score.Auc: expected at least two points, got {x.Count} x and {y.Count} y.", nameof(x));
        double area = 0, direction = 0;
        for (int i = 1; i < x.Count; i++)
        {
            double step = x[i] - x[i - 1];
            if (step * direction < 0) throw new ArgumentException("Score.Auc: expected x to ascend or to descend, but it does both.", nameof(x));
            if (step != 0) direction = step;
            area += step * (y[i] + y[i - 1]) / 2;
        }

        return direction < 0 ? -area : area;
    }

    /// <summary>The area under the ROC curve: the chance that a sample of the class has a higher score than one of another.</summary>
    /// <param name="yTrue">True labels [samples]; of several labels per sample, 0 and 1 [samples, labels].</param>
    /// <param name="yScore">
    /// Two classes: a score per sample, higher for the larger label [samples]. More: probabilities [samples, classes], of the labels in
    /// ascending order. Several labels: [samples, labels].
    /// </param>
    /// <param name="average">How the classes' areas become one; macro by default.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="maxFpr">Two classes: only the curve up to this rate of false alarms counts, scaled so that guessing gives ½.</param>
    /// <param name="multiClass">More than two classes: <c>"ovr"</c> takes each against the rest, <c>"ovo"</c> each against each.</param>
    /// <param name="labels">More than two classes: the labels of the columns. Null: those that occur in <paramref name="yTrue"/>.</param>
    /// <returns>NaN where a class has no samples or all of them.</returns>
    /// <exception cref="ArgumentException">Shapes, labels or arguments don't fit each other; probabilities don't sum to 1.</exception>
    public static double RocAuc(
        Tensor yTrue, Tensor yScore, Average? average = null, Tensor? sampleWeight = null, double? maxFpr = null,
        string multiClass = "raise", IReadOnlyList<int>? labels = null)
    {
        const string Who = "Score.RocAuc";
        average ??= Average.Macro;
        ClassScoresTable table = ClassScoresTable.Read(Who, yTrue, yScore, sampleWeight, labels);
        if (maxFpr is not null && table.IsMulticlass)
            throw new ArgumentException($"{Who}: maxFpr is for two classes.", nameof(maxFpr));
        if (!table.IsMulticlass) return table.Average(average, samples => Area(samples, maxFpr));
        table.CheckProbabilities(Who);
        return multiClass switch
        {
            "ovr" => table.Average(average, samples => Area(samples, null)),
            "ovo" => table.AverageOfPairs(Who, average, samples => Area(samples, null)),
            _ => throw new ArgumentException($"{Who}: there are more than two classes; expected multiClass of ovr, ovo, got '{multiClass}'.", nameof(multiClass)),
        };
    }

    /// <summary>The mean of the precisions over all thresholds, each counting by the recall that it adds.</summary>
    /// <param name="yTrue">True labels [samples]; of several labels per sample, 0 and 1 [samples, labels].</param>
    /// <param name="yScore">Two classes: a score per sample [samples]; else [samples, classes], each class against the rest.</param>
    /// <param name="average">How the classes' figures become one; macro by default.</param>
    /// <param name="posLabel">Two classes: the label of the positive one.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <exception cref="ArgumentException">Shapes and labels don't fit each other.</exception>
    public static double AveragePrecision(
        Tensor yTrue, Tensor yScore, Average? average = null, int posLabel = 1, Tensor? sampleWeight = null)
    {
        ClassScoresTable table = ClassScoresTable.Read("Score.AveragePrecision", yTrue, yScore, sampleWeight, null, posLabel);
        return table.Average(average ?? Average.Macro, samples => samples.ToPrecisionRecall(false).AveragePrecision);
    }

    /// <summary>The part of the samples whose label is among the k with the highest scores.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yScore">Scores [samples, classes], of the labels in ascending order; of two classes [samples] will do.</param>
    /// <param name="k">How many may be named, 1 or more. Of equal scores the larger label goes first.</param>
    /// <param name="normalize">False counts the samples instead.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="labels">The labels of the columns. Null: those that occur in <paramref name="yTrue"/>.</param>
    /// <exception cref="ArgumentException">Shapes and labels don't fit each other.</exception>
    public static double TopKAccuracy(
        Tensor yTrue, Tensor yScore, int k = 2, bool normalize = true, Tensor? sampleWeight = null, IReadOnlyList<int>? labels = null)
    {
        const string Who = "Score.TopKAccuracy";
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        int[] truth = LabelReader.Read(Who, nameof(yTrue), yTrue);
        Table scores = RankedSamples.ReadScores(Who, yScore, truth.Length);
        double[] weights = Table.ReadWeights(Who, sampleWeight, truth.Length);
        int[] classes = [.. (labels ?? LabelReader.Occurring(truth)).Order()];
        bool areTwo = scores.ColumnCount == 1;
        if (areTwo ? classes.Length > 2 : classes.Length != scores.ColumnCount)
        {
            throw new ArgumentException(
                $"{Who}: expected a column of yScore for each of the {classes.Length} labels, got shape {yScore.Shape}. Give the labels, if some of them don't occur.",
                nameof(yScore));
        }

        // A single score is that of the larger label: a probability, or else above 0 for it.
        double threshold = areTwo && scores.Values.All(value => value is >= 0 and <= 1) ? 0.5 : 0;
        double found = 0;
        for (int sample = 0; sample < truth.Length; sample++)
        {
            int place = Array.BinarySearch(classes, truth[sample]);
            if (place < 0) throw new ArgumentException($"{Who}: the label {truth[sample]} isn't among the labels.", nameof(yTrue));
            bool isFound = areTwo
                ? k > 1 || (scores.Values[sample] > threshold ? 1 : 0) == place
                : Before(scores.Row(sample), place) < k;
            if (isFound) found += weights[sample];
        }

        return normalize ? found / weights.Sum() : found;

        static int Before(ReadOnlySpan<double> row, int place)
        {
            int before = 0;
            for (int other = 0; other < row.Length; other++)
                if (row[other] > row[place] || (row[other] == row[place] && other > place)) before++;
            return before;
        }
    }

    /// <summary>The mean of −log of the probability that was given to the true class: the cross-entropy.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yProbability">Probabilities [samples, classes], of the labels in ascending order; of two classes [samples], of the larger label.</param>
    /// <param name="normalize">False gives the sum instead.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="labels">The labels of the columns. Null: those that occur in <paramref name="yTrue"/>.</param>
    /// <remarks>Probabilities of 0 and 1 count as their neighbours in the tensor's type.</remarks>
    /// <exception cref="ArgumentException">Shapes and labels don't fit each other, or a probability isn't between 0 and 1.</exception>
    public static double LogLoss(
        Tensor yTrue, Tensor yProbability, bool normalize = true, Tensor? sampleWeight = null, IReadOnlyList<int>? labels = null)
    {
        const string Who = "Score.LogLoss";
        var (places, probabilities, _) = ReadProbabilities(Who, yTrue, yProbability, labels);
        double[] weights = Table.ReadWeights(Who, sampleWeight, places.Length);
        double least = probabilities.DType == DType.Float64 ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23), sum = 0;
        for (int sample = 0; sample < places.Length; sample++)
            sum -= weights[sample] * Math.Log(Math.Clamp(probabilities[sample, places[sample]], least, 1 - least));
        return normalize ? sum / weights.Sum() : sum;
    }

    /// <summary>The mean of the squared distance of the probabilities from the truth; of two classes half of it.</summary>
    /// <inheritdoc cref="LogLoss"/>
    public static double BrierLoss(Tensor yTrue, Tensor yProbability, Tensor? sampleWeight = null, IReadOnlyList<int>? labels = null)
    {
        const string Who = "Score.BrierLoss";
        var (places, probabilities, classes) = ReadProbabilities(Who, yTrue, yProbability, labels);
        double[] weights = Table.ReadWeights(Who, sampleWeight, places.Length);
        double sum = 0;
        for (int sample = 0; sample < places.Length; sample++)
        {
            for (int place = 0; place < classes; place++)
            {
                double distance = probabilities[sample, place] - (place == places[sample] ? 1 : 0);
                sum += weights[sample] * distance * distance;
            }
        }

        return sum / weights.Sum() / (classes == 2 ? 2 : 1);
    }

    private static double Area(RankedSamples samples, double? maxFpr)
    {
        RocCurve curve = samples.ToRoc(dropIntermediate: true);
        if (maxFpr is not { } most || most == 1) return curve.Area;
        if (!(most > 0 && most < 1)) throw new ArgumentException($"Score.RocAuc: expected maxFpr above 0 and at most 1, got {Table.Text(most)}.", nameof(maxFpr));
        double[] x = [.. curve.FalsePositiveRate.TakeWhile(rate => rate <= most), most];
        int next = x.Length - 1;
        double before = curve.FalsePositiveRate[next - 1], after = curve.FalsePositiveRate[next];
        double end = curve.TruePositiveRate[next - 1]
            + ((most - before) / (after - before) * (curve.TruePositiveRate[next] - curve.TruePositiveRate[next - 1]));
        double least = most * most / 2; // The area for guessing (McClish 1989).
        return 0.5 * (1 + ((Auc(x, [.. curve.TruePositiveRate.Take(next), end]) - least) / (most - least)));
    }

    private static (int[] Places, Table Probabilities, int Classes) ReadProbabilities(
        string who, Tensor yTrue, Tensor yProbability, IReadOnlyList<int>? labels)
    {
        int[] truth = LabelReader.Read(who, nameof(yTrue), yTrue);
        Table given = Table.ReadColumns(who, nameof(yProbability), yProbability).Checked(who, nameof(yProbability));
        if (given.RowCount != truth.Length)
            throw new ShapeException($"{who}: expected a row in yProbability for each of the {truth.Length} labels, got shape {yProbability.Shape}.");
        int wrong = Array.FindIndex(given.Values, value => value is < 0 or > 1);
        if (wrong >= 0) throw new ArgumentException($"{who}: expected probabilities from 0 to 1, got {Table.Text(given.Values[wrong])}.", nameof(yProbability));
        if (given.ColumnCount == 1)
            given = given with { Values = [.. given.Values.SelectMany(value => new[] { 1 - value, value })], ColumnCount = 2 };

        int[] classes = [.. (labels ?? LabelReader.Occurring(truth)).Order()];
        if (classes.Length == 1 && labels is null && given.ColumnCount == 2 && classes[0] is 0 or 1) classes = [0, 1];
        if (classes.Length != given.ColumnCount)
        {
            throw new ArgumentException(
                $"{who}: expected a column of probabilities for each of the {classes.Length} labels, got shape {yProbability.Shape}. "
                + "Give the labels, if some of them don't occur.",
                nameof(yProbability));
        }

        int[] places = Array.ConvertAll(truth, label => Array.BinarySearch(classes, label) is >= 0 and var place
            ? place
            : throw new ArgumentException($"{who}: the label {label} isn't among the labels {string.Join(", ", classes)}.", nameof(labels)));
        return (places, given, classes.Length);
    }
}
