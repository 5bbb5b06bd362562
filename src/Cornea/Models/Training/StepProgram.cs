using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Metrics;

namespace Cornea;

/// <summary>One step as one compiled graph: the whole data set and the batch's indices go in, variables change, and reported values come out.</summary>
internal sealed class StepProgram : IPlan
{
    private readonly StepResult.Reported[] _values;
    private readonly Storage[] _outputs;

    private StepProgram(CompiledGraph graph, StepResult? result)
    {
        Graph = graph;
        Entries = result?.Entries ?? [];
        _values = [.. Entries.Where(entry => entry.Value is not null)];
        _outputs = [.. _values.Select(_ => Storage.Of<float>([float.NaN]))];
    }

    public CompiledGraph Graph { get; }

    public long HeldBytes => Graph.HeldBytes;

    public IEnumerable<IPlan> HeldTogether => Graph.HeldTogether;

    /// <summary>What the step reports, in its order.</summary>
    public IReadOnlyList<StepResult.Reported> Entries { get; }

    /// <summary>The metrics among it.</summary>
    public IEnumerable<Metric> Metrics => Entries.Select(entry => entry.Metric).OfType<Metric>();

    /// <summary>Emits a training or test step.</summary>
    /// <param name="shape">What it's for.</param>
    /// <param name="step">Emits it.</param>
    /// <param name="prepare">Called when all variables exist, before the graph is compiled.</param>
    /// <returns>What compiles it.</returns>
    public static Func<StepProgram> Trace(StepShape shape, Func<Batch, StepResult> step, Action prepare)
    {
        StepResult? result = null;
        Graph graph = Emit(
            shape,
            batch =>
            {
                result = step(batch);
                return [.. result.Entries.Where(entry => entry.Value is not null).Select(entry => entry.Value!.Cast(DType.Float32))];
            },
            prepare);
        return () => new StepProgram(new CompiledGraph(graph), result);
    }

    /// <summary>Emits a prediction, whose results are its outputs.</summary>
    /// <inheritdoc cref="Trace"/>
    public static Func<StepProgram> TracePrediction(StepShape shape, Func<Batch, TensorList> step, Action prepare)
    {
        Graph graph = EmitPrediction(shape, step, prepare);
        return () => new StepProgram(new CompiledGraph(graph), null);
    }

    /// <summary>The graph of a prediction.</summary>
    /// <inheritdoc cref="Trace" path="/param"/>
    public static Graph EmitPrediction(StepShape shape, Func<Batch, TensorList> step, Action prepare) =>
        Emit(shape, batch => [.. step(batch)], prepare);

    /// <summary>How many samples are best predicted at once, of a batch of as many as this is for.</summary>
    public int Together(int samples) => BatchParts.Together(samples, Graph.Executable.PassingBytes, Graph.Executable.PreparedBytes);

    /// <summary>One step. Allocates nothing.</summary>
    public void Run(Storage[] inputs) => Graph.Run(inputs, _outputs);

    /// <summary>The value that the last step reported under a name.</summary>
    public double ValueOf(StepResult.Reported entry) => _outputs[Array.IndexOf(_values, entry)].Span<float>()[0];

    private static Graph Emit(StepShape shape, Func<Batch, Tensor[]> step, Action prepare)
    {
        Tensor[] arrays = [.. shape.X.Concat(shape.Y).Concat(shape.Weights).Select(Tensor.Placeholder)];
        Tensor? indices = shape.Gathered is { } count ? Tensor.Placeholder(new TensorSpec([count], DType.Int32)) : null;
        using Trace trace = Graphs.Trace.Begin();
        Tensor[] parts = indices is null ? arrays : [.. arrays.Select(array => Node.Emit(new Gather(0), array, indices)[0])];
        int x = shape.X.Length, y = shape.Y.Length;
        var batch = new Batch(
            TensorList.Create(parts.AsSpan(0, x)),
            y == 0 ? null : TensorList.Create(parts.AsSpan(x, y)),
            shape.Weights.Length == 0 ? null : TensorList.Create(parts.AsSpan(x + y)));
        Tensor[] outputs = step(batch);
        prepare();
        return GraphCapture.Traced(indices is null ? arrays : [.. arrays, indices], outputs, trace);
    }
}
