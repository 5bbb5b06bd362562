using Cornea.Layers;

namespace Cornea.Vision;

// On tensors, for losses: element by element over any shapes that broadcast, with gradients that are finite for empty boxes too.
public static partial class Boxes
{
    // Added to what divides. Far below a pixel's area, and of boxes in shares of an image; its square is still a normal number.
    private const double Epsilon = 1e-9;

    /// <summary>Intersection over union of boxes as corners: left, top, right, bottom.</summary>
    /// <param name="first">[…, 4].</param>
    /// <param name="second">[…, 4]; both broadcast. <c>a.ExpandDims(1)</c> against <c>b.ExpandDims(0)</c> gives all pairs.</param>
    /// <returns>[…].</returns>
    /// <exception cref="ShapeException">A last axis isn't 4, or the shapes don't broadcast.</exception>
    public static Tensor Iou(Tensor first, Tensor second) => new OverlapTerms(first, second, Epsilon).Iou;

    /// <summary>Generalised IoU of boxes as corners.</summary>
    /// <inheritdoc cref="Iou(Tensor, Tensor)"/>
    public static Tensor Giou(Tensor first, Tensor second)
    {
        var terms = new OverlapTerms(first, second, Epsilon);
        Tensor hull = terms.HullWidth * terms.HullHeight;
        return terms.Iou - ((hull - terms.Union) / (hull + Epsilon));
    }

    /// <summary>Distance IoU of boxes as corners.</summary>
    /// <inheritdoc cref="Iou(Tensor, Tensor)"/>
    public static Tensor Diou(Tensor first, Tensor second) => Diou(new OverlapTerms(first, second, Epsilon));

    /// <summary>Complete IoU of boxes as corners. The weight of its last term takes no gradient, as in the paper.</summary>
    /// <inheritdoc cref="Iou(Tensor, Tensor)"/>
    public static Tensor Ciou(Tensor first, Tensor second)
    {
        var terms = new OverlapTerms(first, second, Epsilon);
        Tensor angle = Angle(terms.Second) - Angle(terms.First);
        Tensor proportion = Ops.Square(angle) * (4 / (Math.PI * Math.PI));
        Tensor weight = Ops.StopGradient(proportion / (1 - terms.Iou + proportion + Epsilon));
        return Diou(terms) - (weight * proportion);
    }

    /// <summary>Boxes [..., 4] in another of Keras' formats: xyxy, yxyx, xywh, center_xywh, center_yxhw, and rel_ before them for shares of the image.</summary>
    /// <param name="boxes">[…, 4].</param>
    /// <param name="source">What the four numbers are.</param>
    /// <param name="target">What they shall be.</param>
    /// <param name="height">Of the image, in pixels; needed where one of the formats has shares.</param>
    /// <param name="width">Of the image, in pixels.</param>
    /// <exception cref="ArgumentException">A format is unknown, or a size is missing.</exception>
    public static Tensor Convert(Tensor boxes, string source, string target, int? height = null, int? width = null) =>
        BoundingBoxes.Convert(boxes, source, target, height, width);

    private static Tensor Diou(OverlapTerms terms)
    {
        Tensor diagonal = Ops.Square(terms.HullWidth) + Ops.Square(terms.HullHeight);
        Tensor distance = Ops.Square(terms.First.CenterX - terms.Second.CenterX) + Ops.Square(terms.First.CenterY - terms.Second.CenterY);
        return terms.Iou - (distance / (diagonal + Epsilon));
    }

    private static Tensor Angle(Corners box) => Ops.Arctan(box.Width / (box.Height + Epsilon));
}
