namespace Cornea.Metrics;

/// <summary>The number of ones predicted as ones, or their weight.</summary>
/// <remarks>Source: Keras 3, TruePositives. Golden case: metrics/tp.</remarks>
public sealed class TruePositives : ConditionCount
{
    /// <param name="thresholds">What a prediction must be over to count as 1; null is 0.5. Several give several numbers.</param>
    /// <param name="name">What it is called.</param>
    public TruePositives(Thresholds? thresholds = null, string? name = null)
        : base(thresholds, name) => base.TruePositives = Counter;
}
