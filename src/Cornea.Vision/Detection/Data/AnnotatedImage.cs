namespace Cornea.Vision;

/// <summary>A photo and what is on it.</summary>
/// <param name="Path">The image file.</param>
/// <param name="Width">In pixels, as the annotations take it.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Boxes">The things on it; none is as good as some.</param>
public sealed record AnnotatedImage(string Path, int Width, int Height, IReadOnlyList<LabeledBox> Boxes);
