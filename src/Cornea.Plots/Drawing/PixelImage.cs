namespace Cornea.Plots.Drawing;

/// <summary>An image as a canvas takes it.</summary>
/// <param name="Rgba">Red, green, blue and opacity of each pixel, row by row.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record PixelImage(byte[] Rgba, int Width, int Height);
