using System.Text.Json.Nodes;

namespace Cornea.Metrics;

/// <summary>The mean categorical cross-entropy, of class indices as targets.</summary>
/// <param name="name">What it is called.</param>
/// <param name="fromLogits">Whether predictions are logits, before the softmax.</param>
/// <param name="ignoreClass">A class whose places add nothing.</param>
/// <param name="axis">The axis of the classes: the last.</param>
/// <remarks>Source: Keras 3, SparseCategoricalCrossentropy. Golden case: metrics/scce.</remarks>
public sealed class SparseCategoricalCrossentropy(
    string name = "sparse_categorical_crossentropy", bool fromLogits = false, int? ignoreClass = null, int axis = -1)
    : LossMetric(new Losses.SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis: axis), name)
{
    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("from_logits", fromLogits)
        .With("ignore_class", (JsonNode?)ignoreClass)
        .With("axis", axis);
}
