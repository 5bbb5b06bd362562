namespace Cornea.Vision;

/// <summary>An upright rectangle on an image, in pixels from its top left corner; pixel (x, y) covers x to x + 1 and y to y + 1.</summary>
/// <param name="Left">Where it begins, from the left.</param>
/// <param name="Top">Where it begins, from the top.</param>
/// <param name="Right">Where it ends, from the left.</param>
/// <param name="Bottom">Where it ends, from the top.</param>
public readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Right − Left.</summary>
    public double Width => Right - Left;

    /// <summary>Bottom − Top.</summary>
    public double Height => Bottom - Top;

    /// <summary>Width · height; 0 where a side is negative.</summary>
    public double Area => Math.Max(Width, 0) * Math.Max(Height, 0);

    /// <summary>The middle, from the left.</summary>
    public double CenterX => (Left + Right) / 2;

    /// <summary>The middle, from the top.</summary>
    public double CenterY => (Top + Bottom) / 2;

    /// <summary>True if there is no pixel in it, or a number is NaN or infinite.</summary>
    public bool IsEmpty => !(Width > 0 && Height > 0 && double.IsFinite(Width) && double.IsFinite(Height));

    /// <summary>A box by corner and size, as COCO has them.</summary>
    public static Box FromSize(double left, double top, double width, double height) => new(left, top, left + width, top + height);

    /// <summary>A box by middle and size, as YOLO has them.</summary>
    public static Box FromCenter(double x, double y, double width, double height) => FromSize(x - (width / 2), y - (height / 2), width, height);

    /// <summary>The part of it that lies on an image of that size; empty if there is none.</summary>
    public Box Clip(double width, double height) =>
        new(Math.Clamp(Left, 0, width), Math.Clamp(Top, 0, height), Math.Clamp(Right, 0, width), Math.Clamp(Bottom, 0, height));

    /// <summary>It in other units: x · <paramref name="scaleX"/> + <paramref name="shiftX"/>, y likewise.</summary>
    public Box Transform(double scaleX, double scaleY, double shiftX = 0, double shiftY = 0) =>
        new((Left * scaleX) + shiftX, (Top * scaleY) + shiftY, (Right * scaleX) + shiftX, (Bottom * scaleY) + shiftY);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"({Left:0.#}, {Top:0.#})–({Right:0.#}, {Bottom:0.#})");
}
