namespace Cornea.Vision;

/// <summary>An image file that can't be decoded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record CorruptFile(string Path, string Reason);
