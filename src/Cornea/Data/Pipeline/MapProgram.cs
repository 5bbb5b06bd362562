using System.Collections.Concurrent;
using Cornea.Graphs;

namespace Cornea.Data;

/// <summary>A mapping function, traced for one kind of element: runs for one element, or for the rows of a batch.</summary>
internal sealed class MapProgram
{
    private readonly ElementSpec _input;
    private readonly Graph _graph;
    private readonly int[] _sources; // For each output the input that it is, passed on as it is; −1 when it is computed.
    private readonly Lazy<CompiledGraph> _single;
    private readonly ConcurrentDictionary<int, CompiledGraph?> _vectorised = new();
    private readonly long _seed;
    private long _drawn;

    public MapProgram(ElementSpec input, Func<Batch, Batch> body)
    {
        _input = input;
        Tensor[] placeholders = Array.ConvertAll(input.Components, Tensor.Placeholder);
        using Trace trace = Trace.Begin();
        Batch result = body(input.ToBatch(placeholders));
        Tensor[] outputs = ElementSpec.TensorsOf(result);
        Output = ElementSpec.Of(result);
        _sources = Array.ConvertAll(outputs, output => Array.FindIndex(placeholders, input => ReferenceEquals(input, output)));
        Tensor[] computed = [.. outputs.Where((_, index) => _sources[index] < 0)];
        _graph = GraphCapture.Traced(placeholders, computed, trace);
        if (NeedsOrder) _seed = RandomSeed.KeySeed((ulong)RandomSeed.Next());
        _single = new(() => new CompiledGraph(_graph, Draw));
    }

    /// <summary>What the function gives.</summary>
    public ElementSpec Output { get; }

    /// <summary>True when the function changes variables or draws random numbers, so that elements must be mapped one after the other.</summary>
    public bool NeedsOrder => _graph.Assignments.Count > 0 || DrawsNumbers(_graph);

    /// <summary>True when the function draws random numbers that were given no seed.</summary>
    public static bool DrawsNumbers(Graph graph) => graph.Parameters.Any(parameter => parameter.Kind == ParameterKind.Draws);

    /// <summary>True when a batch is mapped by one plan.</summary>
    public bool IsVectorised(int count) => Vectorised(count) is not null;

    /// <summary>Maps one element, whose memory passes over.</summary>
    public Element Run(Element element, StagingPool pool)
    {
        Storage[] computed = RentOutputs(Output, pool);
        if (HasWork) _single.Value.Run(element.Values, computed);
        return Finish(Output, element, computed, pool);
    }

    /// <summary>The only value of what the function gives, a truth value; the element stays.</summary>
    public bool Test(Element element, StagingPool pool)
    {
        if (_sources[0] >= 0) return element.Values[_sources[0]].Span<bool>()[0];
        Storage[] computed = RentOutputs(Output, pool);
        _single.Value.Run(element.Values, computed);
        bool value = computed[0].Span<bool>()[0];
        pool.Return(computed[0]);
        return value;
    }

    /// <summary>Maps stacked elements, whose memory passes over: by one plan if the function can be vectorised, else one by one.</summary>
    public Element RunRows(Element rows, int count, StagingPool pool)
    {
        ElementSpec spec = Output.Stacked(count);
        Storage[] computed = RentOutputs(spec, pool);
        if (!HasWork) return Finish(spec, rows, computed, pool);
        if (Vectorised(count) is { } plan) plan.Run(rows.Values, computed);
        else RunOneByOne(rows, computed, count, pool);
        return Finish(spec, rows, computed, pool);
    }

    private bool HasWork => _graph.Outputs.Count > 0 || _graph.Assignments.Count > 0;

    private CompiledGraph? Vectorised(int count) => _vectorised.GetOrAdd(
        count, static (count, graph) => Vectorizer.TryVectorize(graph, count) is { } many ? new CompiledGraph(many) : null, _graph);

    private void RunOneByOne(Element rows, Storage[] computed, int count, StagingPool pool)
    {
        Element one = Element.Rent(_input, pool);
        Storage[] results = RentOutputs(Output, pool);
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < one.Values.Length; i++)
            {
                nint bytes = _input.Components[i].Bytes;
                one.Values[i].CopyFrom(rows.Values[i], row * bytes, 0, bytes);
            }

            _single.Value.Run(one.Values, results);
            for (int i = 0; i < results.Length; i++)
            {
                nint bytes = _graph.Outputs[i].Spec.Bytes;
                computed[i].CopyFrom(results[i], 0, row * bytes, bytes);
            }
        }

        one.Return(pool);
        foreach (Storage result in results) pool.Return(result);
    }

    // A sequence of the function's own: threads that read ahead and threads that train don't come into each other's way.
    private (long Seed, long First) Draw(long count) => (_seed, Interlocked.Add(ref _drawn, count) - count);

    private Storage[] RentOutputs(ElementSpec spec, StagingPool pool)
    {
        var storages = new Storage[_graph.Outputs.Count];
        int next = 0;
        for (int i = 0; i < _sources.Length; i++)
            if (_sources[i] < 0) storages[next++] = pool.Rent(spec.Components[i].Bytes);
        return storages;
    }

    private Element Finish(ElementSpec spec, Element input, Storage[] computed, StagingPool pool)
    {
        var values = new Storage[_sources.Length];
        int next = 0;
        for (int i = 0; i < values.Length; i++) values[i] = _sources[i] < 0 ? computed[next++] : input.Values[_sources[i]];
        for (int i = 0; i < input.Values.Length; i++)
            if (!_sources.Contains(i)) pool.Return(input.Values[i]);
        return new Element(spec, values);
    }
}
