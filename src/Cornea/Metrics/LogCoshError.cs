namespace Cornea.Metrics;

/// <summary>The mean of log(cosh(yPred − yTrue)).</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, LogCoshError. Golden case: metrics/logcosh.</remarks>
public sealed class LogCoshError(string name = "logcosh") : LossMetric(new Losses.LogCosh(), name);
