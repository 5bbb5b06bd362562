namespace Cornea.Metrics;

/// <summary>The mean of max(1 + the best wrong class − the right class, 0); targets are one-hot.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, CategoricalHinge.</remarks>
public sealed class CategoricalHinge(string name = "categorical_hinge") : LossMetric(new Losses.CategoricalHinge(), name);
