namespace Cornea.Metrics;

/// <summary>Intersection over union of two classes, predictions being probabilities of class 1.</summary>
/// <param name="targetClassIds">The classes to look at; null: both.</param>
/// <param name="threshold">From which on a prediction counts as 1.</param>
/// <param name="name">What it is called.</param>
/// <param name="dtype">The dtype of the counts; null is int32.</param>
/// <remarks>Source: Keras 3, BinaryIoU.</remarks>
public sealed class BinaryIoU(IReadOnlyList<int>? targetClassIds = null, double threshold = 0.5, string? name = null, DType? dtype = null)
    : IoU(2, targetClassIds ?? [0, 1], name, dtype: dtype)
{
    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("target_class_ids", TargetJson)
        .With("threshold", threshold)
        .With("name", Name)
        .With("dtype", CountType.Name);

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) =>
        base.Update(yTrue, yPred.Cast(DType.Float32) >= threshold, sampleWeight);
}
