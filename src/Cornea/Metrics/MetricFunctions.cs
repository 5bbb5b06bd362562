namespace Cornea.Metrics;

/// <summary>Keras' metrics as functions: one value for each sample, from targets and predictions. Those of losses are in <see cref="Losses.LossFunctions"/>.</summary>
/// <remarks>Source: Keras 3, keras.metrics.</remarks>
public static class MetricFunctions
{
    /// <inheritdoc cref="Metrics.BinaryAccuracy"/>
    /// <returns>1 where a prediction is on its target's side of the threshold, else 0; in the shape of both.</returns>
    public static Tensor BinaryAccuracy(Tensor yTrue, Tensor yPred, double threshold = 0.5) => Metrics.BinaryAccuracy.Matches(yTrue, yPred, threshold).Cast(DType.Float32);

    /// <inheritdoc cref="Metrics.CategoricalAccuracy"/>
    /// <returns>1 where the likeliest class is the target's, else 0; without the axis of the classes.</returns>
    public static Tensor CategoricalAccuracy(Tensor yTrue, Tensor yPred) => Metrics.CategoricalAccuracy.Matches(yTrue, yPred).Cast(DType.Float32);

    /// <inheritdoc cref="Metrics.SparseCategoricalAccuracy"/>
    /// <returns>1 where the likeliest class is the target, else 0; without the axis of the classes.</returns>
    public static Tensor SparseCategoricalAccuracy(Tensor yTrue, Tensor yPred) => Metrics.SparseCategoricalAccuracy.Matches(yTrue, yPred).Cast(DType.Float32);

    /// <inheritdoc cref="Metrics.TopKCategoricalAccuracy"/>
    /// <returns>1 where the target's class is among the k likeliest, else 0; without the axis of the classes.</returns>
    public static Tensor TopKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k = 5) => Metrics.TopKCategoricalAccuracy.Matches(yTrue, yPred, k).Cast(DType.Float32);

    /// <inheritdoc cref="Metrics.SparseTopKCategoricalAccuracy"/>
    /// <returns>1 where the target is among the k likeliest classes, else 0; without the axis of the classes.</returns>
    public static Tensor SparseTopKCategoricalAccuracy(Tensor yTrue, Tensor yPred, int k = 5, bool fromSortedIds = false) =>
        Metrics.SparseTopKCategoricalAccuracy.Matches(yTrue, yPred, k, fromSortedIds).Cast(DType.Float32);

    /// <inheritdoc cref="Metrics.PearsonCorrelation"/>
    /// <returns>The correlation along the axis, which goes away.</returns>
    public static Tensor PearsonCorrelation(Tensor yTrue, Tensor yPred, int axis = -1) => Metrics.PearsonCorrelation.Of(yTrue, yPred, axis);

    /// <inheritdoc cref="Metrics.ConcordanceCorrelation"/>
    /// <returns>The correlation along the axis, which goes away.</returns>
    public static Tensor ConcordanceCorrelation(Tensor yTrue, Tensor yPred, int axis = -1) => Metrics.ConcordanceCorrelation.Of(yTrue, yPred, axis);
}
