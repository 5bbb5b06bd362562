using System.Text.Json.Nodes;
using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>1 − Σ (yTrue − yPred)² / Σ (yTrue − mean)²: the part of the targets' variance that predictions explain.</summary>
/// <remarks>Targets and predictions [batch, outputs]. Source: Keras 3, R2Score. Golden cases: metrics/r2*.</remarks>
public sealed class R2Score : Metric
{
    private readonly string? _aggregation;
    private readonly int _numRegressors;
    private readonly Variable _samples;
    private Variable? _squaredSum;
    private Variable _sum = null!;
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
    public override Tensor Result()
    {
        if (_squaredSum is null) return 0.0;
        Tensor total = _squaredSum.Value - (_sum.Value * (_sum.Value / _count.Value));
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
        if (_squaredSum is null) Build(yPred.Shape[1]);
        Tensor weight = (sampleWeight ?? 1.0).Cast(DType.Float32);
        if (weight.Rank == 1) weight = weight.ExpandDims(1);
        weight = weight.BroadcastTo(yTrue.Shape);
        Tensor weighted = yTrue * weight;
        Add(_sum, Ops.Sum(weighted, [0]));
        Add(_squaredSum!, Ops.Sum(yTrue * weighted, [0]));
        Add(_residual, Ops.Sum(Ops.Square(yTrue - yPred) * weight, [0]));
        Add(_count, Ops.Sum(weight, [0]));
        Add(_samples, yTrue.Shape.ElementCount); // Keras 3.15 counts each output of a sample.
    }

    private void Build(int outputs)
    {
        _squaredSum = AddVariable("squared_sum", outputs);
        _sum = AddVariable("sum", outputs);
        _residual = AddVariable("residual", outputs);
        _count = AddVariable("count", outputs);
    }
}
