namespace Cornea.Metrics;

/// <summary>The weighted mean of values.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, Mean. Golden case: metrics/mean.</remarks>
public sealed class Mean(string name = "mean") : MeanMetric(name)
{
    /// <summary>Takes in values.</summary>
    /// <param name="values">Values [batch, ...] or one number.</param>
    /// <param name="sampleWeight">What each sample counts; null: 1.</param>
    public void UpdateState(Tensor values, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Emit(() => Accumulate(values, sampleWeight));
    }

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) =>
        throw new NotSupportedException($"Mean '{Name}': it takes values, not targets and predictions. Use Metric.From to average a function of these.");
}
