namespace Cornea.Vision;

/// <summary>A thing that was found on an image.</summary>
/// <param name="Label">The name of its class.</param>
/// <param name="ClassIndex">The number of its class, from 0.</param>
/// <param name="Score">How sure the detector is, 0 to 1.</param>
/// <param name="Box">Where it is, in the image's pixels.</param>
public sealed record Detection(string Label, int ClassIndex, double Score, Box Box);
