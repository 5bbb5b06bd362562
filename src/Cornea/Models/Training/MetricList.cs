using System.Collections;
using System.Runtime.CompilerServices;
using Cornea.Metrics;

namespace Cornea;

/// <summary>Metrics of one output; names convert: <c>["accuracy", new F1Score()]</c>.</summary>
[CollectionBuilder(typeof(MetricList), nameof(Create))]
public sealed class MetricList : IReadOnlyList<Metric>
{
    private readonly Metric[] _metrics;

    private MetricList(Metric[] metrics) => _metrics = metrics;

    /// <inheritdoc/>
    public int Count => _metrics.Length;

    /// <inheritdoc/>
    public Metric this[int index] => _metrics[index];

    /// <summary>One metric by name.</summary>
    public static implicit operator MetricList(string name) => new([name]);

    /// <summary>One metric.</summary>
    public static implicit operator MetricList(Metric metric) => new([metric]);

    /// <summary>Makes collection expressions work.</summary>
    public static MetricList Create(ReadOnlySpan<Metric> metrics) => new(metrics.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Metric> GetEnumerator() => ((IEnumerable<Metric>)_metrics).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
