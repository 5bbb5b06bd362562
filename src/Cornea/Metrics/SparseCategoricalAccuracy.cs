namespace Cornea.Metrics;

/// <summary>How often the largest prediction is at the target, a class index.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Targets [batch, ...] or [batch, ..., 1]; predictions [batch, ..., classes]. Source: Keras 3, SparseCategoricalAccuracy. Golden case:
/// metrics/accuracy_sparse.</remarks>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Accumulate(Matches(yTrue, yPred), sampleWeight);

    /// <summary>True where the largest prediction is the target's.</summary>
    internal static Tensor Matches(Tensor yTrue, Tensor yPred)
    {
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? yTrue.Squeeze(-1) : yTrue;
        Tensor chosen = Ops.ArgMax(yPred, -1).Cast(labels.DType == DType.Bool ? DType.Int32 : labels.DType);
        Tensor matches = Ops.Equal(labels, chosen);
        return matches.Rank > 1 && matches.Shape[^1] == 1 ? matches.Squeeze(-1) : matches;
    }
}
