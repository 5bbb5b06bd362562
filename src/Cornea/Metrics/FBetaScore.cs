using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>(1 + β²) · precision · recall / (β² · precision + recall), of each class.</summary>
/// <remarks>
/// <para>Targets and predictions [batch, classes]. The result is one number for each class, or one with an average.</para>
/// <para>Source: Keras 3, FBetaScore. Golden cases: metrics/fbeta, metrics/f1*.</para>
/// </remarks>
public class FBetaScore : Metric
{
    private readonly Average? _average;
    private readonly double _beta;
    private readonly double? _threshold;
    private Variable? _truePositives;
    private Variable _falsePositives = null!;
    private Variable _falseNegatives = null!;
    private Variable _support = null!;

    /// <param name="average">How the classes' figures become one; null: they don't.</param>
    /// <param name="beta">How much more recall counts than precision.</param>
    /// <param name="threshold">What a prediction must be over to count as 1; null: the largest of a row counts.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="ArgumentException">β isn't over 0, or the threshold not over 0 and up to 1.</exception>
    public FBetaScore(Average? average = null, double beta = 1, double? threshold = null, string name = "fbeta_score")
        : base(name)
    {
        if (!(beta > 0)) throw new ArgumentOutOfRangeException(nameof(beta), $"{GetType().Name} '{name}': expected beta over 0, got {beta}.");
        if (threshold is not (null or (> 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(threshold), $"{GetType().Name} '{name}': expected a threshold over 0 and up to 1, got {threshold}.");
        _average = average;
        _beta = beta;
        _threshold = threshold;
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (_truePositives is null) return 0.0;
        Tensor hits = _truePositives.Value;
        Tensor precision = hits / (hits + _falsePositives.Value + Ops.KerasEpsilon);
        Tensor recall = hits / (hits + _falseNegatives.Value + Ops.KerasEpsilon);
        double squared = _beta * _beta;
        Tensor score = precision * recall / ((precision * squared) + recall + Ops.KerasEpsilon) * (1 + squared);
        if (_average == Average.Weighted) return Ops.Sum(score * (_support.Value / (Ops.Sum(_support.Value) + Ops.KerasEpsilon)));
        return _average is null ? score : Ops.Mean(score);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig()
    {
        ObjectConfig config = base.GetConfig().With("average", _average?.ToString());
        if (GetType() == typeof(FBetaScore)) config.With("beta", _beta);
        return config.With("threshold", (JsonNode?)_threshold);
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">Targets or predictions aren't [batch, classes].</exception>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        if (yPred.Rank == 2 && yPred.Shape[1] > 1 && (yTrue.Rank == 1 || (yTrue.Rank == 2 && yTrue.Shape[1] == 1)))
            yTrue = Ops.OneHot(yTrue.Rank == 1 ? yTrue : yTrue.Squeeze(1), yPred.Shape[1]);
        if (yTrue.Rank != 2 || yPred.Rank != 2)
            throw new ShapeException(
                $"{GetType().Name} '{Name}': expected targets and predictions [batch, classes], got {yTrue.Shape} and {yPred.Shape}. "
                + "Targets may be class indices [batch] too.");
        if (_truePositives is null) Build(_average == Average.Micro ? Shape.Scalar : yPred.Shape[1]);
        yTrue = yTrue.Cast(DType.Float32);
        yPred = yPred.Cast(DType.Float32);
        Tensor isPositive = _threshold is { } threshold
            ? yPred > threshold
            : Ops.LogicalAnd(yPred >= Ops.Max(yPred, [-1], keepDims: true), Ops.Abs(yPred) > 1e-9);
        Tensor positive = isPositive.Cast(DType.Float32);
        Tensor? weight = sampleWeight?.Cast(DType.Float32);
        while (weight is not null && weight.Rank < yTrue.Rank) weight = weight.ExpandDims(-1);
        Add(_truePositives!, Sum(positive * yTrue));
        Add(_falsePositives, Sum(positive * (1 - yTrue)));
        Add(_falseNegatives, Sum((1 - positive) * yTrue));
        Add(_support, Sum(yTrue));

        Tensor Sum(Tensor counts)
        {
            if (weight is not null) counts *= weight;
            return _average == Average.Micro ? Ops.Sum(counts) : Ops.Sum(counts, [0]);
        }
    }

    private void Build(Shape shape)
    {
        _truePositives = AddVariable("true_positives", shape);
        _falsePositives = AddVariable("false_positives", shape);
        _falseNegatives = AddVariable("false_negatives", shape);
        _support = AddVariable("intermediate_weights", shape);
    }
}
