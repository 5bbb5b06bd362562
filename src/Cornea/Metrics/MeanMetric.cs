using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>What metrics share that are a weighted mean over samples: the total and the count.</summary>
public abstract class MeanMetric : Metric
{
    private readonly Variable _total;
    private readonly Variable _count;

    private protected MeanMetric(string name)
        : base(name)
    {
        _total = AddVariable("total", Shape.Scalar);
        _count = AddVariable("count", Shape.Scalar);
    }

    /// <inheritdoc/>
    public override Tensor Result() => Ops.DivideNoNan(_total.Value, _count.Value);

    /// <summary>As in Keras, steps that don't count for the layer that made the predictions are left out.</summary>
    private protected override Tensor? Weight(Tensor yPred, Tensor? sampleWeight) => Weighting.ApplyMask(sampleWeight, yPred.Mask, Reduction.Sum);

    private protected void Accumulate(Tensor values, Tensor? sampleWeight, Tensor? mask = null)
    {
        (values, Tensor? weight) = Samples.Reduce(values, sampleWeight, mask, (x, axes) => Ops.Mean(x, axes));
        Add(_total, Ops.Sum(values));
        Add(_count, weight is not null ? Ops.Sum(weight) : values.Rank > 0 ? (double)values.Shape[0] : 1.0);
    }
}
