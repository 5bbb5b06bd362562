namespace Cornea.Metrics;

/// <summary>100 times the mean of |(yTrue − yPred) / yTrue|.</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, MeanAbsolutePercentageError. Golden case: metrics/mape.</remarks>
public sealed class MeanAbsolutePercentageError(string name = "mean_absolute_percentage_error") : LossMetric(new Losses.MeanAbsolutePercentageError(), name);
