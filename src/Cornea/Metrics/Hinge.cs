namespace Cornea.Metrics;

/// <summary>The mean of max(1 − yTrue · yPred, 0); targets are −1 and 1, or 0 and 1.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, Hinge. Golden case: metrics/hinge.</remarks>
public sealed class Hinge(string name = "hinge") : LossMetric(new Losses.Hinge(), name);
