using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea.Metrics;

/// <summary>The area under a curve that thresholds from 0 to 1 draw: 1 where all ones are predicted over all zeros.</summary>
/// <remarks>Source: Keras 3, AUC. Golden cases: metrics/auc*.</remarks>
public sealed class AUC : ConfusionMetric
{
    private const int BytesPerThreshold = 32; // Two lists of numbers, and what is counted at each.

    private readonly double[]? _given;
    private readonly AucCurve _curve;
    private readonly AucSummation _summation;
    private readonly bool _multiLabel;
    private readonly int? _numLabels;
    private readonly double[]? _labelWeights;
    private readonly bool _fromLogits;

    /// <param name="numThresholds">How many thresholds, spread evenly from 0 to 1, make the curve; at least 2.</param>
    /// <param name="curve">Which curve; null is ROC.</param>
    /// <param name="summationMethod">How the area is taken; null is interpolation.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="thresholds">Thresholds of one's own, to which 0 and 1 are added.</param>
    /// <param name="multiLabel">Whether each label of [batch, labels] has a curve of its own, the result being their mean.</param>
    /// <param name="numLabels">How many labels; null: found from the first batch.</param>
    /// <param name="labelWeights">What each label counts.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid.</param>
    public AUC(
        int numThresholds = 200,
        AucCurve? curve = null,
        AucSummation? summationMethod = null,
        string? name = null,
        Thresholds? thresholds = null,
        bool multiLabel = false,
        int? numLabels = null,
        IReadOnlyList<double>? labelWeights = null,
        bool fromLogits = false)
        : this(Spread(numThresholds, thresholds), curve, summationMethod, name, thresholds, multiLabel, numLabels, labelWeights, fromLogits)
    {
    }

    private AUC(
        double[] inner,
        AucCurve? curve,
        AucSummation? summationMethod,
        string? name,
        Thresholds? given,
        bool multiLabel,
        int? numLabels,
        IReadOnlyList<double>? labelWeights,
        bool fromLogits)
        : base(name, [-Ops.KerasEpsilon, .. inner, 1 + Ops.KerasEpsilon], given is null || AreEven([0, .. inner, 1]), hasMargin: true)
    {
        _given = given is null ? null : inner;
        _curve = curve ?? AucCurve.Roc;
        _summation = summationMethod ?? AucSummation.Interpolation;
        _multiLabel = multiLabel;
        _numLabels = numLabels;
        _labelWeights = labelWeights is null ? null : [.. labelWeights];
        _fromLogits = fromLogits;
        if (!multiLabel) Build(ThresholdCount);
        else if (numLabels is { } labels) Build([ThresholdCount, labels]);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (TruePositives is null) return 0.0;
        if (_curve == AucCurve.PR && _summation == AucSummation.Interpolation) return Whole(InterpolatedPrecisionRecall());
        (Tensor x, Tensor y) = Curve();
        (Tensor left, Tensor right) = Neighbours(y);
        Tensor height = _summation == AucSummation.Interpolation ? (left + right) / 2
            : _summation == AucSummation.Minoring ? Ops.Minimum(left, right)
            : Ops.Maximum(left, right);
        (Tensor from, Tensor to) = Neighbours(x);
        return Whole((from - to) * height);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig()
    {
        ObjectConfig config = base.GetConfig()
            .With("num_thresholds", ThresholdCount)
            .With("curve", _curve.ToString())
            .With("summation_method", _summation.ToString())
            .With("multi_label", _multiLabel)
            .With("num_labels", (JsonNode?)_numLabels)
            .With("label_weights", _labelWeights is null ? null : new JsonArray([.. _labelWeights.Select(value => (JsonNode)value)]))
            .With("from_logits", _fromLogits);
        return _given is null ? config : config.With("thresholds", new JsonArray([.. _given.Select(value => (JsonNode)value)]));
    }

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        if (_multiLabel && yPred.Rank != 2)
            throw new ShapeException($"AUC '{Name}': expected predictions [batch, labels] with multiLabel, got {yPred.Shape}.");
        if (TruePositives is null) Build([ThresholdCount, yPred.Shape[1]]);
        Count(yTrue, _fromLogits ? Ops.Sigmoid(yPred) : yPred, sampleWeight, multiLabel: _multiLabel, labelWeights: _multiLabel ? null : _labelWeights);
    }

    private static double[] Spread(int count, Thresholds? given)
    {
        if (given is not null) return [.. given.Order()];
        if (count < 2) throw new ArgumentOutOfRangeException(nameof(count), $"AUC: expected numThresholds of at least 2, got {count}.");
        LoadBudget.Current?.Take((double)BytesPerThreshold * count, "the thresholds of the metric AUC");
        return [.. Enumerable.Range(1, count - 2).Select(index => (double)index / (count - 1))];
    }

    private void Build(Shape shape)
    {
        TruePositives = AddVariable("true_positives", shape);
        FalsePositives = AddVariable("false_positives", shape);
        TrueNegatives = AddVariable("true_negatives", shape);
        FalseNegatives = AddVariable("false_negatives", shape);
    }

    private (Tensor Before, Tensor After) Neighbours(Tensor x) =>
        (Ops.Slice(x, 0, 0, ThresholdCount - 1), Ops.Slice(x, 0, 1, ThresholdCount - 1));

    private (Tensor X, Tensor Y) Curve()
    {
        Tensor tp = TruePositives!.Value, fp = FalsePositives!.Value, tn = TrueNegatives!.Value, fn = FalseNegatives!.Value;
        if (_curve == AucCurve.Roc) return (Ratio(fp, tn), Ratio(tp, fn));
        if (_curve == AucCurve.PR) return (Ratio(tp, fn), Ratio(tp, fp));
        Tensor scale = Ops.DivideNoNan(tp + fn, tn + fp), isZero = Ops.Equal(tp, 0);
        Tensor recallGain = Ops.Where(isZero, 0, 1 - (scale * Ops.DivideNoNan(fn, tp)));
        Tensor precisionGain = Ops.Where(isZero, 1, 1 - (scale * Ops.DivideNoNan(fp, tp)));
        return (Ops.Maximum(recallGain, 0), precisionGain);
    }

    private Tensor InterpolatedPrecisionRecall()
    {
        Tensor tp = TruePositives!.Value, fn = FalseNegatives!.Value, positives = tp + FalsePositives!.Value;
        (Tensor tpBefore, Tensor tpAfter) = Neighbours(tp);
        (Tensor before, Tensor after) = Neighbours(positives);
        Tensor change = tpBefore - tpAfter;
        Tensor slope = Ops.DivideNoNan(change, Ops.Maximum(before - after, 0));
        Tensor intercept = tpAfter - (slope * after);
        Tensor ratio = Ops.Where(
            Ops.LogicalAnd(before > 0, after > 0), Ops.DivideNoNan(before, Ops.Maximum(after, 0)), Ops.OnesLike(after));
        return Ops.DivideNoNan(slope * (change + (intercept * Ops.Log(ratio))), Ops.Maximum(tpAfter + Neighbours(fn).After, 0));
    }

    private Tensor Whole(Tensor parts)
    {
        if (!_multiLabel) return Ops.Sum(parts);
        Tensor byLabel = Ops.Sum(parts, [0]);
        if (_labelWeights is null) return Ops.Mean(byLabel);
        Tensor weights = Tensor.From(Array.ConvertAll(_labelWeights, value => (float)value), _labelWeights.Length);
        return Ops.DivideNoNan(Ops.Sum(byLabel * weights), Ops.Sum(weights));
    }
}
