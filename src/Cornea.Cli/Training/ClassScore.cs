namespace Cornea.Cli.Training;

/// <summary>How well one class is recognised.</summary>
/// <param name="Name">Of the class.</param>
/// <param name="Precision">Of the images that were taken for it, the part that is of it; 0 when none was.</param>
/// <param name="Recall">Of the images that are of it, the part that was taken for it; 0 when there are none.</param>
/// <param name="F1">The harmonic mean of the two; 0 when both are.</param>
/// <param name="Count">How many images are of it.</param>
internal readonly record struct ClassScore(string Name, double Precision, double Recall, double F1, long Count);
