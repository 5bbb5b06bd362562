namespace Cornea.Metrics;

/// <summary>The mean of |yTrue − yPred|.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, MeanAbsoluteError. Golden case: metrics/mae.</remarks>
public sealed class MeanAbsoluteError(string name = "mean_absolute_error") : LossMetric(new Losses.MeanAbsoluteError(), name);
