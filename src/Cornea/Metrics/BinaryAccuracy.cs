using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>How often predictions over a threshold are ones and the others zeros.</summary>
/// <param name="name">What it is called.</param>
/// <param name="threshold">What a prediction must be over to count as 1.</param>
/// <remarks>Source: Keras 3, BinaryAccuracy. Golden case: metrics/accuracy_binary.</remarks>
public sealed class BinaryAccuracy(string name = "binary_accuracy", double threshold = 0.5) : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("threshold", threshold);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Accumulate(Matches(yTrue, yPred, threshold), sampleWeight);

    /// <summary>True where a prediction is on its target's side.</summary>
    internal static Tensor Matches(Tensor yTrue, Tensor yPred, double threshold)
    {
        (yTrue, yPred) = Weighting.SameRank(yTrue, yPred);
        return Ops.Equal(yTrue, (yPred > threshold).Cast(yTrue.DType));
    }
}
