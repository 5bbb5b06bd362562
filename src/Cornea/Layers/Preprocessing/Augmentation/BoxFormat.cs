namespace Cornea.Layers;

/// <summary>What the four numbers of a box may be, and the ways between: corners, sizes, middles, in pixels or as shares of the image (rel_).</summary>
/// <remarks>Source: Keras 3, keras.utils.bounding_boxes.</remarks>
internal static class BoxFormat
{
    private const string Relative = "rel_";

    /// <summary>The names of the formats.</summary>
    public static string[] Known { get; } =
        ["xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx", "rel_xywh", "rel_center_xywh"];

    /// <summary>Boxes […, 4] in another format.</summary>
    /// <param name="boxes">Float32.</param>
    /// <param name="source">One of <see cref="Known"/>.</param>
    /// <param name="target">One of <see cref="Known"/>.</param>
    /// <param name="height">Of the image, in pixels.</param>
    /// <param name="width">Of the image, in pixels.</param>
    public static Tensor Convert(Tensor boxes, string source, string target, int height, int width)
    {
        if (source == target) return boxes;
        (bool fromRelative, string from) = Parse(source);
        (bool toRelative, string to) = Parse(target);
        if (fromRelative && !toRelative) boxes *= Extent(from, height, width);
        boxes = FromCorners(ToCorners(boxes, from), to);
        return toRelative && !fromRelative ? boxes / Extent(to, height, width) : boxes;
    }

    /// <summary>Corners in pixels, brought into the image; a box of which nothing is left gets the label −1.</summary>
    public static BoundingBoxes Clip(BoundingBoxes corners, int height, int width)
    {
        Tensor boxes = Ops.Clip(corners.Boxes, 0, Extent("xyxy", height, width));
        Tensor area = (Part(boxes, 2) - Part(boxes, 0)) * (Part(boxes, 3) - Part(boxes, 1));
        return new BoundingBoxes(boxes, Ops.Where(area.Squeeze(-1) > 0, corners.Labels, -1));
    }

    /// <summary>The box around corners: their x and y are […, corners].</summary>
    public static Tensor Around(Tensor x, Tensor y) =>
        Ops.Concatenate([Ops.Min(x, -1, true), Ops.Min(y, -1, true), Ops.Max(x, -1, true), Ops.Max(y, -1, true)], -1);

    /// <summary>One of the four numbers, as a last axis of size 1.</summary>
    public static Tensor Part(Tensor boxes, int index) => Ops.Slice(boxes, -1, index, 1);

    /// <summary>Whether the numbers are shares of the image.</summary>
    public static bool IsRelative(string format) => format.StartsWith(Relative, StringComparison.Ordinal);

    private static (bool IsRelative, string Format) Parse(string name) => IsRelative(name) ? (true, name[Relative.Length..]) : (false, name);

    // What each of the four numbers is a share of.
    private static Tensor Extent(string format, int height, int width) => IsRowFirst(format)
        ? Tensor.From<float>([height, width, height, width], [4])
        : Tensor.From<float>([width, height, width, height], [4]);

    private static bool IsRowFirst(string format) => format is "yxyx" or "center_yxhw";

    private static Tensor ToCorners(Tensor boxes, string format)
    {
        Tensor a = Part(boxes, 0), b = Part(boxes, 1), c = Part(boxes, 2), d = Part(boxes, 3);
        return format switch
        {
            "yxyx" => Ops.Concatenate([b, a, d, c], -1),
            "xywh" => Ops.Concatenate([a, b, a + c, b + d], -1),
            "center_xywh" => Ops.Concatenate([a - (c / 2), b - (d / 2), a + (c / 2), b + (d / 2)], -1),
            "center_yxhw" => Ops.Concatenate([b - (d / 2), a - (c / 2), b + (d / 2), a + (c / 2)], -1),
            _ => boxes,
        };
    }

    private static Tensor FromCorners(Tensor boxes, string format)
    {
        Tensor left = Part(boxes, 0), top = Part(boxes, 1), right = Part(boxes, 2), bottom = Part(boxes, 3);
        Tensor width = right - left, height = bottom - top;
        return format switch
        {
            "yxyx" => Ops.Concatenate([top, left, bottom, right], -1),
            "xywh" => Ops.Concatenate([left, top, width, height], -1),
            "center_xywh" => Ops.Concatenate([left + (width / 2), top + (height / 2), width, height], -1),
            "center_yxhw" => Ops.Concatenate([top + (height / 2), left + (width / 2), height, width], -1),
            _ => boxes,
        };
    }
}
