namespace Cornea.Data;

/// <summary>The rows of the two parts of a split, by their indices, in the order in which the parts hold them.</summary>
/// <param name="Train">Indices of the training rows.</param>
/// <param name="Test">Indices of the rows held out.</param>
public sealed record SplitIndices(int[] Train, int[] Test);
