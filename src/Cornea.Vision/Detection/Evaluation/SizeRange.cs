namespace Cornea.Vision;

/// <summary>COCO's sizes of things: areas from one number of pixels to another, both included.</summary>
internal readonly record struct SizeRange(double Low, double High)
{
    public static SizeRange All { get; } = new(0, 1e10);

    public static SizeRange Small { get; } = new(0, 32 * 32);

    public static SizeRange Medium { get; } = new(32 * 32, 96 * 96);

    public static SizeRange Large { get; } = new(96 * 96, 1e10);

    public bool Holds(double area) => area >= Low && area <= High;
}
