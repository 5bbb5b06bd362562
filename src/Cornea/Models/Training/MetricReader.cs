using Cornea.Graphs;
using Cornea.Metrics;

namespace Cornea;

/// <summary>Reads and resets a group of metrics at once: their state stays in variables until somebody looks.</summary>
internal sealed class MetricReader
{
    private readonly Metric[] _metrics;
    private readonly int[] _sizes;
    private readonly CompiledGraph _read;
    private readonly CompiledGraph _reset;
    private readonly Storage[] _results;

    public MetricReader(IEnumerable<Metric> metrics)
    {
        _metrics = [.. metrics.Distinct()];
        var sizes = new List<int>();
        _read = Compile(metric =>
        {
            Tensor result = metric.Result().Cast(DType.Float32);
            sizes.Add(result.Rank == 0 ? 0 : checked((int)result.Shape.ElementCount));
            return result;
        });
        _sizes = [.. sizes];
        _reset = Compile(metric =>
        {
            metric.ResetState();
            return null;
        });
        _results = [.. _sizes.Select(size => Storage.Of<float>(new float[Math.Max(size, 1)]))];
    }

    public IReadOnlyList<Metric> Metrics => _metrics;

    public bool IsFor(IEnumerable<Metric> metrics) => metrics.Distinct().SequenceEqual(_metrics);

    /// <summary>All metrics back to their beginning.</summary>
    public void Reset() => _reset.Run([], ReadOnlySpan<Storage>.Empty);

    /// <summary>Computes the results as they stand now.</summary>
    public void Read() => _read.Run([], _results);

    /// <summary>The result of a metric at the last <see cref="Read"/>; of several numbers also their mean.</summary>
    public StepValue ResultOf(string name, Metric metric)
    {
        int index = Array.IndexOf(_metrics, metric);
        ReadOnlySpan<float> values = _results[index].Span<float>();
        if (_sizes[index] == 0) return new StepValue(name, values[0]);
        var vector = new double[_sizes[index]];
        for (int place = 0; place < vector.Length; place++) vector[place] = values[place];
        return new StepValue(name, vector);
    }

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
