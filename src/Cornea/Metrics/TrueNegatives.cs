namespace Cornea.Metrics;

/// <summary>The number of zeros predicted as zeros, or their weight.</summary>
/// <remarks>Source: Keras 3, TrueNegatives. Golden case: metrics/tn.</remarks>
public sealed class TrueNegatives : ConditionCount
{
    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="name">What it is called.</param>
    public TrueNegatives(Thresholds? thresholds = null, string? name = null)
        : base(thresholds, name) => base.TrueNegatives = Counter;
}
