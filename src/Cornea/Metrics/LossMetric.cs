using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>What metrics share that are the mean of a loss.</summary>
public abstract class LossMetric : MeanMetric
{
    private readonly Loss _loss;

    private protected LossMetric(Loss loss, string name)
        : base(name) => _loss = loss;

    /// <inheritdoc/>
    public override MetricDirection Direction => Sign < 0 ? MetricDirection.Up : MetricDirection.Down;

    /// <summary>−1 where the figure is the loss with the other sign.</summary>
    private protected virtual double Sign => 1;

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        (Tensor values, Tensor? mask) = _loss.Evaluate(yTrue, yPred);
        Accumulate(Sign == 1 ? values : values * Sign, sampleWeight, mask);
    }
}
