namespace Cornea.Metrics;

/// <summary>The weighted mean of a function from targets and predictions to one number for each sample.</summary>
/// <param name="function">The function.</param>
/// <param name="name">What it is called.</param>
/// <param name="direction">Which way it gets better.</param>
public sealed class MeanMetricWrapper(
    Func<Tensor, Tensor, Tensor> function, string name = "mean_metric_wrapper", MetricDirection direction = MetricDirection.Unknown) : MeanMetric(name)
{
    internal override string FunctionName => Name;

    /// <inheritdoc/>
    public override MetricDirection Direction => direction;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => throw new InvalidOperationException(
        $"Metric '{Name}': a function has no settings. Make it a class with Update, Result and GetConfig.");

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Accumulate(function(yTrue, yPred), sampleWeight);
}
