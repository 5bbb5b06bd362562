using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>The mean intersection over union of all classes.</summary>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="name">What it is called.</param>
/// <param name="dtype">The dtype of the counts; null is int32.</param>
/// <param name="ignoreClass">A target whose places don't count, such as −1 or 255.</param>
/// <param name="sparseYTrue">Whether targets are class indices rather than one-hot.</param>
/// <param name="sparseYPred">Whether predictions are class indices rather than scores.</param>
/// <param name="axis">The axis of the classes, where they aren't indices.</param>
/// <remarks>Source: Keras 3, MeanIoU. Golden case: metrics/mean_iou.</remarks>
public class MeanIoU(int numClasses, string? name = null, DType? dtype = null, int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    : IoU(numClasses, AllOf(numClasses), name, dtype, ignoreClass, sparseYTrue, sparseYPred, axis)
{
    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("num_classes", NumClasses)
        .With("name", Name)
        .With("dtype", CountType.Name)
        .With("ignore_class", (JsonNode?)IgnoreClass)
        .With("sparse_y_true", SparseYTrue)
        .With("sparse_y_pred", SparseYPred)
        .With("axis", Axis);
}
