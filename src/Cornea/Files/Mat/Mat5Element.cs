namespace Cornea.Files;

/// <summary>The tag of an element of a MATLAB file.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Small">The bytes, where they stand in the tag itself.</param>
internal readonly record struct Mat5Element(Mat5Type Type, long Size, byte[]? Small);
