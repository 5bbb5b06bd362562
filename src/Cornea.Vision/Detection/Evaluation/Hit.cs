namespace Cornea.Vision;

/// <summary>A detection that counts: its score, and whether something is there.</summary>
internal readonly record struct Hit(double Score, bool IsRight);
