namespace Cornea.Vision;

/// <summary>Numbers as colours.</summary>
internal static class ColorMap
{
    /// <summary>From 0 (blue) over cyan, green and yellow to 1 (red), each colour a ramp around its own place.</summary>
    /// <param name="values">[…], from 0 to 1.</param>
    /// <returns>UInt8 […, 3].</returns>
    public static Tensor Jet(Tensor values)
    {
        Tensor[] channels = [.. new[] { 3.0, 2.0, 1.0 }.Select(middle => Ops.Clip(1.5 - Ops.Abs((values * 4) - middle), 0, 1))];
        return Ops.Round(Ops.Stack(channels, axis: -1) * 255).Cast(DType.UInt8);
    }
}
