using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>Intersection over union of some classes, of one-hot targets and class scores.</summary>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="targetClassIds">The classes to look at.</param>
/// <param name="name">What it is called.</param>
/// <param name="dtype">The dtype of the counts; null is int32.</param>
/// <param name="ignoreClass">A target whose places don't count, such as −1 or 255.</param>
/// <param name="sparseYPred">Whether predictions are class indices rather than scores.</param>
/// <param name="axis">The axis of the classes, where they aren't indices.</param>
/// <remarks>Source: Keras 3, OneHotIoU.</remarks>
public sealed class OneHotIoU(int numClasses, IReadOnlyList<int> targetClassIds, string? name = null, DType? dtype = null, int? ignoreClass = null, bool sparseYPred = false, int axis = -1)
    : IoU(numClasses, targetClassIds, name, dtype, ignoreClass, sparseYTrue: false, sparseYPred, axis)
{
    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("num_classes", NumClasses)
        .With("target_class_ids", TargetJson)
        .With("name", Name)
        .With("dtype", CountType.Name)
        .With("ignore_class", (JsonNode?)IgnoreClass)
        .With("sparse_y_pred", SparseYPred)
        .With("axis", Axis);
}
