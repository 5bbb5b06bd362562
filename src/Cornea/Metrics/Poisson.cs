namespace Cornea.Metrics;

/// <summary>The mean of yPred − yTrue · log(yPred).</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, Poisson. Golden case: metrics/poisson.</remarks>
public sealed class Poisson(string name = "poisson") : LossMetric(new Losses.Poisson(), name);
