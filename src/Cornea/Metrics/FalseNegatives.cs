namespace Cornea.Metrics;

/// <summary>The number of ones predicted as zeros, or their weight.</summary>
/// <remarks>Source: Keras 3, FalseNegatives. Golden case: metrics/fn.</remarks>
public sealed class FalseNegatives : ConditionCount
{
    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="name">What it is called.</param>
    public FalseNegatives(Thresholds? thresholds = null, string? name = null)
        : base(thresholds, name) => base.FalseNegatives = Counter;
}
