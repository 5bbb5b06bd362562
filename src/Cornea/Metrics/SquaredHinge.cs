namespace Cornea.Metrics;

/// <summary>The mean of max(1 − yTrue · yPred, 0)²; targets are −1 and 1, or 0 and 1.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, SquaredHinge.</remarks>
public sealed class SquaredHinge(string name = "squared_hinge") : LossMetric(new Losses.SquaredHinge(), name);
