namespace Cornea.Vision;

/// <summary>A decoded photo and the things on it.</summary>
/// <param name="Pixels">Red, green and blue of each pixel, row by row.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Boxes">In its pixels.</param>
internal sealed record Photo(byte[] Pixels, int Height, int Width, IReadOnlyList<LabeledBox> Boxes);
