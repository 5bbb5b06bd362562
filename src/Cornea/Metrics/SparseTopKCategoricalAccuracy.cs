namespace Cornea.Metrics;

/// <summary>How often the target, a class index, is among the k largest predictions.</summary>
/// <param name="k">How many predictions.</param>
/// <param name="name">What it is called.</param>
/// <param name="fromSortedIds">Whether predictions are class indices already, the best first.</param>
/// <remarks>Source: Keras 3, SparseTopKCategoricalAccuracy.</remarks>
public sealed class SparseTopKCategoricalAccuracy(int k = 5, string name = "sparse_top_k_categorical_accuracy", bool fromSortedIds = false)
    : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig()
    {
        ObjectConfig config = base.GetConfig().With("k", k);
        return fromSortedIds ? config.With("from_sorted_ids", true) : config; // Keras 3.15 leaves it out.
    }

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Accumulate(Matches(yTrue, yPred, k, fromSortedIds), sampleWeight);

    /// <summary>True where the target is among the k largest predictions, or the first k of class indices that come in order.</summary>
    internal static Tensor Matches(Tensor yTrue, Tensor yPred, int k, bool fromSortedIds)
    {
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? yTrue.Squeeze(-1) : yTrue;
        return fromSortedIds
            ? Ops.Any(Ops.Equal(labels.ExpandDims(-1).Cast(yPred.DType), Ops.Slice(yPred, -1, 0, Math.Min(k, yPred.Shape[^1]))), [-1])
            : TopK.Contains(Ops.ToIndices(labels), yPred, k);
    }
}
