namespace Cornea.Vision;

/// <summary>A thing on an image, as somebody marked it.</summary>
/// <param name="Box">Where it is, in the image's pixels.</param>
/// <param name="ClassIndex">The number of its class, from 0.</param>
/// <param name="IsCrowd">COCO: the box holds many of them. Finding some is neither right nor wrong.</param>
/// <param name="IsDifficult">Pascal VOC: hard to see. Neither finding nor missing it counts in <see cref="VocEvaluator"/>.</param>
/// <param name="Area">Its area in pixels, where that is less than the box's; it decides what is small, medium and large.</param>
public sealed record LabeledBox(Box Box, int ClassIndex, bool IsCrowd = false, bool IsDifficult = false, double? Area = null);
