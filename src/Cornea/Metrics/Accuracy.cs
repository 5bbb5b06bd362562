using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>How often predictions equal targets: both are class indices or other whole values.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>The name <c>"accuracy"</c> doesn't stand for this class but for the kind that fits the shapes. Source: Keras 3, Accuracy.</remarks>
public sealed class Accuracy(string name = "accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        (yTrue, yPred) = Weighting.SameRank(yTrue.Cast(yPred.DType), yPred);
        Accumulate(Ops.Equal(yTrue, yPred), sampleWeight);
    }
}
