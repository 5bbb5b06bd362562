namespace Cornea.Learn;

/// <summary>How well one class, or the average of all, was recognised.</summary>
/// <param name="Precision">Of what was taken for the class, the part that was of it; 0 when nothing was.</param>
/// <param name="Recall">Of what was of the class, the part that was taken for it; 0 when nothing was.</param>
/// <param name="F1">The harmonic mean of the two; 0 when both are.</param>
/// <param name="Support">How many samples were of the class.</param>
public sealed record ClassScores(double Precision, double Recall, double F1, int Support);
