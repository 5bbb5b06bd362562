using System.Text.Json.Nodes;
using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>1 − Σ (yTrue − yPred)² / Σ (yTrue − mean)²: the part of the targets' variance that predictions explain.</summary>
/// <remarks>Targets and predictions [batch, outputs]. Squares are taken about the mean, so that targets far from 0 lose nothing. Source: Keras 3, R2Score. Golden cases: metrics/r2*.</remarks>
public sealed class R2Score : Metric
{
    private readonly string? _aggregation;
    private readonly int _numRegressors;
    private readonly Variable _samples;
    private Variable? _squares;
    private Variable _shift = null!;
    private Variable _mean = null!;
    private Variable _residual = null!;
    private Variable _count = null!;

    /// <param name="classAggregation">How several outputs' figures become one: <c>"uniform_average"</c>, <c>"variance_weighted_average"</c>, or null: they don't.</param>
    /// <param name="numRegressors">The number of independent regressors, for the adjusted figure; 0: not adjusted.</param>
    /// <param name="name">What it is called.</param>
    public R2Score(string? classAggregation = "uniform_average", int numRegressors = 0, string name = "r2_score")
        : base(name)
    {
        _aggregation = classAggregation is null
            ? null
            : Choice.Of("R2Score: classAggregation", classAggregation, ["uniform_average", "variance_weighted_average"]);
        _numRegressors = numRegressors >= 0
            ? numRegressors
            : throw new ArgumentOutOfRangeException(nameof(numRegressors), $"R2Score: expected numRegressors of at least 0, got {numRegressors}.");
        _samples = AddVariable("num_samples", Shape.Scalar);
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override Tensor Result()
    {
        if (_squares is null) return 0.0;
        Tensor total = _squares.Value;
        Tensor scores = 1 - (_residual.Value / total);
        scores = Ops.Where(Ops.IsInf(scores), 0, scores);
        Tensor score = _aggregation switch
        {
            "uniform_average" => Ops.Mean(scores),
            "variance_weighted_average" => Ops.Sum(total * scores) / Ops.Sum(total),
            _ => scores,
        };
        if (_numRegressors == 0) return score;

        // With too few samples the figure stays unadjusted.
        Tensor degrees = _samples.Value - (_numRegressors + 1);
        Tensor canAdjust = degrees > 0;
        return Ops.Where(canAdjust, 1 - ((1 - score) * (_samples.Value - 1) / Ops.Where(canAdjust, degrees, 1)), score);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("class_aggregation", (JsonNode?)_aggregation)
        .With("num_regressors", _numRegressors);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        (yTrue, yPred) = Weighting.SameRank(yTrue.Cast(DType.Float32), yPred.Cast(DType.Float32));
        if (yTrue.Rank != 2 || yPred.Rank != 2)
            throw new ShapeException($"R2Score '{Name}': expected targets and predictions [batch, outputs], got {yTrue.Shape} and {yPred.Shape}.");
        if (_squares is null) Build(yPred.Shape[1]);
        if (yTrue.Shape[0] == 0) return;
        Tensor weight = (sampleWeight ?? 1.0).Cast(DType.Float32);
        if (weight.Rank == 1) weight = weight.ExpandDims(1);
        weight = weight.BroadcastTo(yTrue.Shape);
        AddSquares(yTrue, weight);
        Add(_residual, Ops.Sum(Ops.Square(yTrue - yPred) * weight, [0]));
        Add(_samples, yTrue.Shape.ElementCount); // Keras 3.15 counts each output of a sample.
    }

    // Targets are taken from the very first one on, and a batch's squares about its own mean; mean and squares of two parts join as Chan, Golub and
    // LeVeque (1983) do it. Keras' Σ y² − (Σ y)² / n has nothing left where the mean is some thousand deviations.
    private void AddSquares(Tensor yTrue, Tensor weight)
    {
        _shift.Assign(Ops.Where(Ops.Equal(_samples.Value, 0), Ops.Slice(yTrue, 0, 0, 1).Squeeze(0), _shift.Value));
        Tensor shifted = yTrue - _shift.Value, before = _count.Value, added = Ops.Sum(weight, [0]), after = before + added;
        Tensor mean = Ops.DivideNoNan(Ops.Sum(shifted * weight, [0]), added), step = mean - _mean.Value;
        Tensor squares = Ops.Sum(Ops.Square(shifted - mean) * weight, [0]);
        Add(_squares!, squares + (Ops.Square(step) * Ops.DivideNoNan(before * added, after)));
        Add(_mean, step * Ops.DivideNoNan(added, after));
        _count.Assign(after);
    }

    private void Build(int outputs)
    {
        _squares = AddVariable("squares", outputs);
        _shift = AddVariable("shift", outputs);
        _mean = AddVariable("mean", outputs);
        _residual = AddVariable("residual", outputs);
        _count = AddVariable("count", outputs);
    }
}
