namespace Cornea.Layers;

/// <summary>Boxes around the things on images, and what the things are.</summary>
/// <param name="Boxes">[boxes, 4], or [batch, boxes, 4]; the layer's <c>BoundingBoxFormat</c> says what the four numbers are.</param>
/// <param name="Labels">[boxes], or [batch, boxes]; −1 where there is no thing.</param>
public sealed record BoundingBoxes(Tensor Boxes, Tensor Labels)
{
    /// <summary>Boxes in another format: xyxy, yxyx, xywh, center_xywh, center_yxhw, rel_xyxy, rel_yxyx, rel_xywh or rel_center_xywh.</summary>
    /// <param name="boxes">[…, 4].</param>
    /// <param name="source">What the four numbers are.</param>
    /// <param name="target">What they shall be.</param>
    /// <param name="height">Of the image, in pixels; needed where only one of the formats has shares of the image (rel_).</param>
    /// <param name="width">Of the image, in pixels.</param>
    /// <exception cref="ArgumentException">A format is unknown, or the image's size is missing.</exception>
    /// <exception cref="ShapeException">The last axis isn't 4.</exception>
    /// <remarks>Source: Keras 3, keras.utils.bounding_boxes.convert_format.</remarks>
    public static Tensor Convert(Tensor boxes, string source, string target, int? height = null, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        foreach (string format in (string[])[source, target])
            if (!BoxFormat.Known.Contains(format))
                throw new ArgumentException($"BoundingBoxes: expected a format among {string.Join(", ", BoxFormat.Known)}, got '{format}'.");
        if (boxes.Rank == 0 || boxes.Shape[^1] != 4) throw new ShapeException($"BoundingBoxes: expected [..., 4], got {boxes.Shape}.");
        if (BoxFormat.IsRelative(source) != BoxFormat.IsRelative(target) && (height is null || width is null))
            throw new ArgumentException($"BoundingBoxes: from {source} to {target} needs the image's height and width.");
        return BoxFormat.Convert(boxes.Cast(DType.Float32), source, target, height ?? 1, width ?? 1);
    }
}
