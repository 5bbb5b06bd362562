namespace Cornea.Metrics;

/// <summary>The mean of (yTrue − yPred)².</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, MeanSquaredError. Golden case: metrics/mse.</remarks>
public sealed class MeanSquaredError(string name = "mean_squared_error") : LossMetric(new Losses.MeanSquaredError(), name);
