namespace Cornea.Metrics;

/// <summary>How often the largest prediction is at the class of a one-hot target.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, CategoricalAccuracy. Golden case: metrics/accuracy_categorical.</remarks>
public sealed class CategoricalAccuracy(string name = "categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) =>
        Accumulate(Matches(yTrue, yPred), sampleWeight);

    /// <summary>True where the largest prediction is the largest target's.</summary>
    internal static Tensor Matches(Tensor yTrue, Tensor yPred) => Ops.Equal(Ops.ArgMax(yTrue, -1), Ops.ArgMax(yPred, -1));
}
