namespace Cornea.Layers;

/// <summary>Boxes around the things on images, and what the things are.</summary>
/// <param name="Boxes">[boxes, 4], or [batch, boxes, 4]; the layer's <c>BoundingBoxFormat</c> says what the four numbers are.</param>
/// <param name="Labels">[boxes], or [batch, boxes]; −1 where there is no thing.</param>
public sealed record BoundingBoxes(Tensor Boxes, Tensor Labels);
