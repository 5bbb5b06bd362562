namespace Cornea.Vision;

/// <summary>A class and how sure a network is of it.</summary>
/// <param name="Label">The class' name.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct ClassProbability(string Label, double Probability);
