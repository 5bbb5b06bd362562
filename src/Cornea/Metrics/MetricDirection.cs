namespace Cornea.Metrics;

/// <summary>Which way a metric gets better: what <c>mode: "auto"</c> of <c>EarlyStopping</c> and its kind goes by.</summary>
public enum MetricDirection
{
    /// <summary>The metric doesn't say; who watches it must.</summary>
    Unknown,

    /// <summary>Larger is better, as with accuracies.</summary>
    Up,

    /// <summary>Smaller is better, as with errors.</summary>
    Down,
}
