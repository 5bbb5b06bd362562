namespace Cornea.Metrics;

/// <summary>The mean of Σ yTrue · log(yTrue / yPred).</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, KLDivergence.</remarks>
public sealed class KLDivergence(string name = "kl_divergence") : LossMetric(new Losses.KLDivergence(), name);
