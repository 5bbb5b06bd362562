using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>What metrics share that count true and false positives and negatives at thresholds.</summary>
/// <remarks>
/// A prediction over a threshold is positive; a target other than 0 is. Evenly spread thresholds are met by sorting predictions into the
/// intervals between them, as Keras does, so that predictions on a threshold fall on the same side.
/// </remarks>
public abstract class ConfusionMetric : Metric
{
    private readonly double[] _thresholds;
    private readonly bool _isEven;
    private readonly bool _hasMargin;

    private protected ConfusionMetric(string? name, double[] thresholds, bool isEven, bool hasMargin = false)
        : base(name)
    {
        _thresholds = thresholds;
        _isEven = isEven;
        _hasMargin = hasMargin;
    }

    private protected int ThresholdCount => _thresholds.Length;

    private protected Variable? TruePositives { get; set; }

    private protected Variable? FalsePositives { get; set; }

    private protected Variable? TrueNegatives { get; set; }

    private protected Variable? FalseNegatives { get; set; }

    private protected static double[] Parse(Thresholds? thresholds, double missing) => thresholds is null ? [missing] : [.. thresholds];

    private protected static bool AreEven(double[] thresholds)
    {
        if (thresholds.Length < 3) return false;
        for (int index = 0; index < thresholds.Length; index++)
        {
            double even = (double)index / (thresholds.Length - 1);
            if (Math.Abs(thresholds[index] - even) > Ops.KerasEpsilon + (1e-5 * even)) return false;
        }

        return true;
    }

    private protected static Tensor Ratio(Tensor part, Tensor rest) => Ops.DivideNoNan(part, part + rest);

    /// <summary>Adds a batch's counts to those variables that are there.</summary>
    private protected void Count(
        Tensor yTrue, Tensor yPred, Tensor? sampleWeight, int? topK = null, int? classId = null, bool multiLabel = false, double[]? labelWeights = null)
    {
        yTrue = yTrue.Cast(DType.Float32);
        yPred = yPred.Cast(DType.Float32);
        (yPred, yTrue) = Weighting.SameRank(yPred, yTrue);
        Tensor? weight = null;
        if (sampleWeight is not null)
            weight = Weighting.SameRank(yTrue, sampleWeight.Cast(DType.Float32).ExpandDims(-1), expandVectors: false).Second;
        if (topK is { } k)
        {
            Tensor mask = TopK.Mask(yPred, k);
            yPred = (yPred * mask) + ((1 - mask) * -1e10);
        }

        if (classId is { } chosen)
        {
            if (yPred.Rank < 2 || chosen < 0 || chosen >= yPred.Shape[^1])
                throw new ShapeException($"{GetType().Name} '{Name}': expected predictions [batch, classes] with a class {chosen}, got {yPred.Shape}.");
            yTrue = Ops.Slice(yTrue, -1, chosen, 1);
            yPred = Ops.Slice(yPred, -1, chosen, 1);
        }

        Tensor? weights = weight?.BroadcastTo(yPred.Shape);
        if (labelWeights is not null)
        {
            Tensor ofLabels = Tensor.From(Array.ConvertAll(labelWeights, value => (float)value), labelWeights.Length).BroadcastTo(yPred.Shape);
            weights = weights is null ? ofLabels : weights * ofLabels;
        }

        // From here on [labels, samples]: one row, unless each label is counted by itself.
        Tensor predictions = Rows(yPred, multiLabel), labels = Ops.NotEqual(Rows(yTrue, multiLabel), 0).Cast(DType.Float32);
        Tensor? rowWeights = weights is null ? null : Rows(weights, multiLabel);
        Tensor positives = rowWeights is null ? labels : labels * rowWeights;
        Tensor negatives = rowWeights is null ? 1 - labels : (1 - labels) * rowWeights;
        (Tensor hits, Tensor alarms) = _isEven ? OverByIntervals(predictions, positives, negatives) : Over(predictions, positives, negatives);
        Grow(TruePositives, hits, multiLabel);
        Grow(FalsePositives, alarms, multiLabel);
        if (TrueNegatives is not null) Grow(TrueNegatives, Ops.Sum(negatives, [1], keepDims: true) - alarms, multiLabel);
        if (FalseNegatives is not null) Grow(FalseNegatives, Ops.Sum(positives, [1], keepDims: true) - hits, multiLabel);
    }

    private static Tensor Rows(Tensor x, bool multiLabel) => multiLabel ? x.Transpose() : x.Reshape([1, -1]);

    private static void Grow(Variable? variable, Tensor counts, bool multiLabel)
    {
        if (variable is not null) Add(variable, multiLabel ? counts.Transpose() : counts.Squeeze(0));
    }

    // The weights of positives and negatives whose prediction is over each threshold: [labels, thresholds].
    private (Tensor Hits, Tensor Alarms) Over(Tensor predictions, Tensor positives, Tensor negatives)
    {
        Tensor thresholds = Tensor.From(Array.ConvertAll(_thresholds, value => (float)value), [1, _thresholds.Length, 1]);
        Tensor isOver = predictions.ExpandDims(1) > thresholds;
        return (Ops.Sum(Ops.Where(isOver, positives.ExpandDims(1), 0), [2]), Ops.Sum(Ops.Where(isOver, negatives.ExpandDims(1), 0), [2]));
    }

    private (Tensor Hits, Tensor Alarms) OverByIntervals(Tensor predictions, Tensor positives, Tensor negatives)
    {
        int count = _thresholds.Length, rows = predictions.Shape[0];
        Tensor interval = Ops.Ceil(Ops.Clip(predictions, 0, 1) * (count - 1)) - 1;
        Tensor isIn = (interval >= 0).Cast(DType.Float32); // A prediction of 0 is over no threshold, unless the first lies below 0.
        interval = Ops.Maximum(interval, 0).Cast(DType.Int32) + (Ops.Arange(rows).ExpandDims(1) * count);
        if (!_hasMargin) (positives, negatives) = (positives * isIn, negatives * isIn);
        Tensor isAtLeast = (Ops.Arange(count).ExpandDims(1) >= Ops.Arange(count).ExpandDims(0)).Cast(DType.Float32);
        return (Sums(positives), Sums(negatives));

        Tensor Sums(Tensor weights)
        {
            Tensor perInterval = Node.Emit(new ScatterAdd(0, rows * count), weights.Reshape([-1]), interval.Reshape([-1]))[0];
            return Ops.MatMul(perInterval.Reshape([rows, count]), isAtLeast);
        }
    }
}
