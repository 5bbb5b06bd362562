namespace Cornea.Vision;

/// <summary>The average precision of one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="AP">Over IoU thresholds 0.50 to 0.95; NaN if the class is on no image.</param>
/// <param name="AP50">At IoU 0.50.</param>
public sealed record ClassPrecision(string Label, double AP, double AP50);
