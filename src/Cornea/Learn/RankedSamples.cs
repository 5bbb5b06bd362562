using Cornea.Data;

namespace Cornea.Learn;

/// <summary>The samples by descending score: how many positives and negatives lie at or above each score that occurs.</summary>
internal sealed class RankedSamples
{
    private readonly List<double> _thresholds = [];
    private readonly List<double> _positives = [];
    private readonly List<double> _negatives = [];

    public RankedSamples(ReadOnlySpan<bool> isPositive, double[] scores, double[] weights)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).Where(sample => weights[sample] != 0).OrderByDescending(sample => scores[sample])];
        double positives = 0, negatives = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int sample = order[i];
            if (isPositive[sample]) positives += weights[sample];
            else negatives += weights[sample];
            if (i + 1 < order.Length && scores[order[i + 1]] == scores[sample]) continue;
            _thresholds.Add(scores[sample]);
            _positives.Add(positives);
            _negatives.Add(negatives);
        }
    }

    /// <summary>Labels and scores as the curves take them.</summary>
    public static RankedSamples Read(string who, Tensor yTrue, Tensor yScore, int posLabel, Tensor? sampleWeight)
    {
        int[] truth = LabelReader.Read(who, nameof(yTrue), yTrue);
        Table scores = ReadScores(who, yScore, truth.Length);
        if (scores.ColumnCount != 1) throw new ShapeException($"{who}: expected a score per sample in yScore, got shape {yScore.Shape}.");
        return new RankedSamples(Array.ConvertAll(truth, label => label == posLabel), scores.Values, Table.ReadWeights(who, sampleWeight, truth.Length));
    }

    /// <summary>Scores [samples] or [samples, classes].</summary>
    public static Table ReadScores(string who, Tensor yScore, int samples)
    {
        Table scores = Table.ReadColumns(who, nameof(yScore), yScore).Checked(who, nameof(yScore));
        return scores.RowCount == samples
            ? scores
            : throw new ShapeException($"{who}: expected a row in yScore for each of the {samples} labels, got shape {yScore.Shape}.");
    }

    public RocCurve ToRoc(bool dropIntermediate)
    {
        int last = _thresholds.Count - 1;
        int[] kept = [.. Enumerable.Range(0, last + 1).Where(i => !dropIntermediate || last < 2 || i == 0 || i == last || IsBend(_positives, i) || IsBend(_negatives, i))];
        return new RocCurve(
            [_negatives[^1] > 0 ? 0 : double.NaN, .. kept.Select(i => Part(_negatives, i))],
            [_positives[^1] > 0 ? 0 : double.NaN, .. kept.Select(i => Part(_positives, i))],
            [double.PositiveInfinity, .. kept.Select(i => _thresholds[i])]);

        static bool IsBend(List<double> counts, int i) => counts[i + 1] - counts[i] != counts[i] - counts[i - 1];
        static double Part(List<double> counts, int i) => counts[^1] > 0 ? counts[i] / counts[^1] : double.NaN;
    }

    public PrecisionRecallCurve ToPrecisionRecall(bool dropIntermediate)
    {
        int last = _thresholds.Count - 1;
        int[] kept =
        [
            .. Enumerable.Range(0, last + 1).Reverse().Where(i => !dropIntermediate || last < 2 || i == 0 || i == last
                || _positives[i] != _positives[i - 1] || _positives[i + 1] != _positives[i]),
        ];
        return new PrecisionRecallCurve(
            [.. kept.Select(i => _positives[i] + _negatives[i] is var all && all == 0 ? 0 : _positives[i] / all), 1],
            [.. kept.Select(i => _positives[^1] == 0 ? 1 : _positives[i] / _positives[^1]), 0],
            [.. kept.Select(i => _thresholds[i])]);
    }
}
