using Cornea.Graphs;
using Cornea.Metrics;

namespace Cornea;

/// <summary>Reads and resets a group of metrics at once: their state stays in variables until somebody looks.</summary>
internal sealed class MetricReader
{
    private readonly Metric[] _metrics;
    private readonly CompiledGraph _read;
    private readonly CompiledGraph _reset;
    private readonly Storage[] _results;

    public MetricReader(IEnumerable<Metric> metrics)
    {
        _metrics = [.. metrics.Distinct()];
        _read = Compile(metric => metric.Result() is var result && result.Rank == 0 ? result.Cast(DType.Float32) : result.Cast(DType.Float32).Mean());
        _reset = Compile(metric =>
        {
            metric.ResetState();
            return null;
        });
        _results = [.. _metrics.Select(_ => Storage.Of<float>([0]))];
    }

    public IReadOnlyList<Metric> Metrics => _metrics;

    public bool IsFor(IEnumerable<Metric> metrics) => metrics.Distinct().SequenceEqual(_metrics);

    /// <summary>All metrics back to their beginning.</summary>
    public void Reset() => _reset.Run([], ReadOnlySpan<Storage>.Empty);

    /// <summary>Computes the results as they stand now.</summary>
    public void Read() => _read.Run([], _results);

    /// <summary>The result of a metric at the last <see cref="Read"/>.</summary>
    public double ResultOf(Metric metric) => _results[Array.IndexOf(_metrics, metric)].Span<float>()[0];

    private CompiledGraph Compile(Func<Metric, Tensor?> emit)
    {
        Graph graph;
        lock (BuildLock.Shared)
        {
            using Trace trace = Trace.Begin();
            Tensor[] outputs = [.. _metrics.Select(emit).OfType<Tensor>()];
            graph = GraphCapture.Traced([], outputs, trace);
        }

        return new CompiledGraph(graph);
    }
}
