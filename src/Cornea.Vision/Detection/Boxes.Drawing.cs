namespace Cornea.Vision;

// Boxes to be looked at.
public static partial class Boxes
{
    /// <summary>An image with boxes, names and scores drawn on it; the surest lie on top. Computes.</summary>
    /// <param name="image">[height, width, 3], red, green and blue of 0 to 255.</param>
    /// <param name="detections">What was found on it.</param>
    /// <returns>UInt8 [height, width, 3].</returns>
    /// <exception cref="ShapeException">It's no such image.</exception>
    public static Tensor Draw(Tensor image, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(detections);
        if (image.Rank != 3 || image.Shape[2] != 3) throw new ShapeException($"Boxes.Draw: expected an image [height, width, 3], got {image.Shape}.");
        byte[] pixels = (image.DType.IsFloating ? Ops.Clip(image + 0.5, 0, 255) : image).Cast(DType.UInt8).ToArray<byte>();
        DetectionPainter.Draw(pixels, image.Shape[0], image.Shape[1], detections);
        return Tensor.From<byte>(pixels, image.Shape);
    }
}
