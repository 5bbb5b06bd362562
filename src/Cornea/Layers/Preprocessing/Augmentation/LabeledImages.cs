namespace Cornea.Layers;

/// <summary>Images with what belongs to them, so that an augmentation changes all alike: Keras' dictionary of images, labels, ….</summary>
/// <param name="Images">[height, width, channels] or [batch, height, width, channels].</param>
/// <param name="Labels">Classes, as one-hot rows where they are to be mixed: [classes] or [batch, classes].</param>
/// <param name="SegmentationMasks">A class for each pixel: [height, width, 1] or [batch, height, width, 1].</param>
/// <param name="BoundingBoxes">Boxes around things; the layer must know their <c>BoundingBoxFormat</c>.</param>
public sealed record LabeledImages(Tensor Images, Tensor? Labels = null, Tensor? SegmentationMasks = null, BoundingBoxes? BoundingBoxes = null);
