using Cornea.Data;
using Cornea.Metrics;

namespace Cornea.Learn;

/// <summary>A score of each sample for each class, and which classes it is of: what the areas under curves are made from.</summary>
internal sealed class ClassScoresTable
{
    private readonly bool[] _isOfClass; // [samples, classes], as the scores.
    private readonly Table _scores;
    private readonly double[] _weights;

    private ClassScoresTable(bool[] isOfClass, Table scores, double[] weights, bool isMulticlass)
    {
        (_isOfClass, _scores, _weights, IsMulticlass) = (isOfClass, scores, weights, isMulticlass);
    }

    /// <summary>Whether each sample is of exactly one of more than two classes.</summary>
    public bool IsMulticlass { get; }

    private int Samples => _scores.RowCount;

    private int Classes => _scores.ColumnCount;

    /// <param name="who">For messages.</param>
    /// <param name="yTrue">Labels [samples], or 0 and 1 [samples, labels].</param>
    /// <param name="yScore">[samples], or [samples, classes].</param>
    /// <param name="sampleWeight">[samples]; null: 1.</param>
    /// <param name="labels">Of the columns; null: those that occur.</param>
    /// <param name="posLabel">Of two classes the positive one; null: the larger.</param>
    public static ClassScoresTable Read(
        string who, Tensor yTrue, Tensor yScore, Tensor? sampleWeight, IReadOnlyList<int>? labels, int? posLabel = null)
    {
        int samples = Rows.Count(who, nameof(yTrue), yTrue);
        Table scores = RankedSamples.ReadScores(who, yScore, samples);
        double[] weights = Table.ReadWeights(who, sampleWeight, samples);
        if (yTrue.Rank == 2 && yTrue.Shape[1] > 1)
        {
            double[] indicators = yTrue.ToArray<double>();
            if (indicators.Any(value => value is not (0 or 1)) || yTrue.Shape[1] != scores.ColumnCount)
                throw new ShapeException($"{who}: expected 0 and 1 [samples, labels] in yTrue and as many scores, got shapes {yTrue.Shape} and {yScore.Shape}.");
            return new ClassScoresTable(Array.ConvertAll(indicators, value => value == 1), scores, weights, isMulticlass: false);
        }

        int[] truth = LabelReader.Read(who, nameof(yTrue), yTrue);
        int[] occurring = LabelReader.Occurring(truth);
        if (scores.ColumnCount == 1)
        {
            if (occurring.Length > 2) throw new ShapeException($"{who}: expected scores [samples, {occurring.Length}] for {occurring.Length} labels, got {yScore.Shape}.");
            int positive = posLabel ?? (occurring.Length == 2 ? occurring[1] : 1);
            if (occurring.Length == 2 && !occurring.Contains(positive))
                throw new ArgumentException($"{who}: expected posLabel to be one of the labels {string.Join(", ", occurring)}, got {positive}.", nameof(posLabel));
            return new ClassScoresTable(Array.ConvertAll(truth, label => label == positive), scores, weights, isMulticlass: false);
        }

        int[] classes = [.. (labels ?? occurring).Order()];
        if (classes.Length != scores.ColumnCount)
        {
            throw new ArgumentException(
                $"{who}: expected a column of yScore for each of the {classes.Length} labels, got shape {yScore.Shape}. "
                + "Give the labels, if some of them don't occur; of two classes, the scores of the larger label are enough.",
                nameof(yScore));
        }

        return new ClassScoresTable([.. truth.SelectMany(label => classes.Select(other => other == label))], scores, weights, isMulticlass: true);
    }

    /// <exception cref="ArgumentException">A row doesn't sum to 1.</exception>
    public void CheckProbabilities(string who)
    {
        for (int sample = 0; sample < Samples; sample++)
        {
            double sum = 0;
            foreach (double score in _scores.Row(sample)) sum += score;
            if (Math.Abs(sum - 1) > 1e-5)
                throw new ArgumentException($"{who}: expected probabilities that sum to 1 in each row of yScore, got {Table.Text(sum)} in row {sample}.", "yScore");
        }
    }

    /// <summary>The classes' figures, each class against the rest, as one.</summary>
    public double Average(Average average, Func<RankedSamples, double> figure)
    {
        if (Classes == 1) return figure(Ranked(0, _ => true));
        if (average == Metrics.Average.Micro)
            return figure(new RankedSamples(_isOfClass, _scores.Values, [.. _weights.SelectMany(weight => Enumerable.Repeat(weight, Classes))]));
        double sum = 0, total = 0;
        for (int k = 0; k < Classes; k++)
        {
            double weight = average == Metrics.Average.Macro ? 1 : Enumerable.Range(0, Samples).Sum(sample => IsOf(sample, k) ? _weights[sample] : 0);
            if (weight != 0) sum += weight * figure(Ranked(k, _ => true));
            total += weight;
        }

        return total == 0 ? 0 : sum / total;
    }

    /// <summary>The figures of each class against each other, as one (Hand and Till 2001).</summary>
    public double AverageOfPairs(string who, Average average, Func<RankedSamples, double> figure)
    {
        if (average == Metrics.Average.Micro) throw new ArgumentException($"{who}: expected an average of macro, weighted with ovo, got micro.", nameof(average));
        if (_weights.Any(weight => weight != 1)) throw new ArgumentException($"{who}: sampleWeight has no meaning with ovo; leave it out.", "sampleWeight");
        double sum = 0, total = 0;
        for (int a = 0; a < Classes; a++)
        {
            for (int b = a + 1; b < Classes; b++)
            {
                bool IsOfPair(int sample) => IsOf(sample, a) || IsOf(sample, b);
                double weight = average == Metrics.Average.Macro ? 1 : Enumerable.Range(0, Samples).Count(IsOfPair);
                sum += weight * (figure(Ranked(a, IsOfPair)) + figure(Ranked(b, IsOfPair))) / 2;
                total += weight;
            }
        }

        return sum / total;
    }

    private bool IsOf(int sample, int k) => _isOfClass[(sample * Classes) + k];

    private RankedSamples Ranked(int k, Func<int, bool> which)
    {
        int[] samples = [.. Enumerable.Range(0, Samples).Where(which)];
        return new RankedSamples(
            Array.ConvertAll(samples, sample => IsOf(sample, k)),
            Array.ConvertAll(samples, sample => _scores[sample, k]),
            Array.ConvertAll(samples, sample => _weights[sample]));
    }
}
