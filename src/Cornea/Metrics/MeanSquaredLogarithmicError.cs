namespace Cornea.Metrics;

/// <summary>The mean of (log(yTrue + 1) − log(yPred + 1))².</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, MeanSquaredLogarithmicError.</remarks>
public sealed class MeanSquaredLogarithmicError(string name = "mean_squared_logarithmic_error") : LossMetric(new Losses.MeanSquaredLogarithmicError(), name);
