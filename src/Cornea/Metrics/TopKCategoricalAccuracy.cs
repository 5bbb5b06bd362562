namespace Cornea.Metrics;

/// <summary>How often the class of a one-hot target is among the k largest predictions.</summary>
/// <param name="k">How many predictions.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, TopKCategoricalAccuracy. Golden case: metrics/topk.</remarks>
public sealed class TopKCategoricalAccuracy(int k = 5, string name = "top_k_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("k", k);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) =>
        Accumulate(Matches(yTrue, yPred, k), sampleWeight);

    /// <summary>True where the largest target is among the k largest predictions.</summary>
    internal static Tensor Matches(Tensor yTrue, Tensor yPred, int k) => TopK.Contains(Ops.ArgMax(yTrue, -1), yPred, k);
}
