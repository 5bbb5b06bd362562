namespace Cornea.Metrics;

/// <summary>What metrics share that are the mean correlation of targets and predictions along an axis.</summary>
public abstract class CorrelationMetric : MeanMetric
{
    private readonly int _axis;

    private protected CorrelationMetric(string name, int axis)
        : base(name) => _axis = axis;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("axis", _axis);

    /// <summary>The correlation along an axis, which goes away.</summary>
    private protected abstract Tensor Correlation(Tensor yTrue, Tensor yPred, int axis);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Accumulate(Correlation(yTrue, yPred, _axis), sampleWeight);
}
