namespace Cornea.Vision;

/// <summary>How boxes overlap, and which of many boxes on one thing to keep.</summary>
/// <remarks>Golden cases: detection/boxes.</remarks>
public static partial class Boxes
{
    /// <summary>Intersection over union: 1 for equal boxes, 0 for boxes apart and for empty ones.</summary>
    public static double Iou(Box first, Box second)
    {
        double intersection = Intersection(first, second);
        return intersection > 0 ? intersection / (first.Area + second.Area - intersection) : 0;
    }

    /// <summary>Generalised IoU: the IoU, less the share of the hull that belongs to neither box; −1 to 1.</summary>
    /// <remarks>Source: Rezatofighi et al., Generalized intersection over union (2019), arXiv:1902.09630.</remarks>
    public static double Giou(Box first, Box second)
    {
        double union = first.Area + second.Area - Intersection(first, second);
        double hull = Hull(first, second).Area;
        return Iou(first, second) - (hull > 0 ? (hull - union) / hull : 0);
    }

    /// <summary>Distance IoU: the IoU, less the squared distance of the middles over the squared diagonal of the hull.</summary>
    /// <remarks>Source: Zheng et al., Distance-IoU loss (2019), arXiv:1911.08287.</remarks>
    public static double Diou(Box first, Box second)
    {
        Box hull = Hull(first, second);
        double diagonal = Square(hull.Width) + Square(hull.Height);
        double distance = Square(first.CenterX - second.CenterX) + Square(first.CenterY - second.CenterY);
        return Iou(first, second) - (diagonal > 0 ? distance / diagonal : 0);
    }

    /// <summary>Complete IoU: the distance IoU, less a term for sides of another proportion.</summary>
    /// <inheritdoc cref="Diou(Box, Box)"/>
    public static double Ciou(Box first, Box second)
    {
        double angle = Math.Atan2(second.Width, second.Height) - Math.Atan2(first.Width, first.Height);
        double proportion = 4 / (Math.PI * Math.PI) * Square(angle);
        double weight = 1 - Iou(first, second) + proportion;
        return Diou(first, second) - (weight > 0 ? Square(proportion) / weight : 0);
    }

    private static double Intersection(in Box first, in Box second)
    {
        double width = Math.Min(first.Right, second.Right) - Math.Max(first.Left, second.Left);
        double height = Math.Min(first.Bottom, second.Bottom) - Math.Max(first.Top, second.Top);
        return width > 0 && height > 0 ? width * height : 0;
    }

    private static Box Hull(Box first, Box second) => new(
        Math.Min(first.Left, second.Left), Math.Min(first.Top, second.Top), Math.Max(first.Right, second.Right), Math.Max(first.Bottom, second.Bottom));

    private static double Square(double value) => value * value;
}
