using Cornea.Graphs;

namespace Cornea;

/// <summary>What <see cref="Function.Compile(Func{Tensor, Tensor})"/> gives: one plan for each combination of input shapes and dtypes.</summary>
/// <remarks>May be run from several threads; runs that assign variables follow each other.</remarks>
public sealed class CompiledFunction
{
    private readonly Func<TensorList, TensorList> _body;
    private readonly int _inputCount;
    private readonly PlanTable<SpecList, CompiledGraph> _plans = new(PlanCache.Shared);

    internal CompiledFunction(Func<TensorList, TensorList> body, int inputCount)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
        _inputCount = inputCount;
    }

    /// <summary>Runs the function and gives its first result, computed; an empty tensor where there is none.</summary>
    public Tensor Run(params ReadOnlySpan<Tensor> inputs) => RunAll(inputs) is { Count: > 0 } results ? results[0] : Ops.Zeros([0]);

    /// <summary>Runs the function and gives all its results, computed.</summary>
    /// <exception cref="ArgumentException">The number of tensors is another one.</exception>
    public TensorList RunAll(params ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length != _inputCount) throw new ArgumentException($"CompiledFunction: expected {_inputCount} tensors, got {inputs.Length}.");
        Tensor[] given = inputs.ToArray();
        Evaluator.Evaluate(given);
        CompiledGraph plan = PlanFor(given);
        Storage[] outputs = plan.Run([.. given.Select(tensor => tensor.Storage!)]);
        return TensorList.Create([.. outputs.Select((storage, index) => Tensor.Of(storage, plan.Graph.Outputs[index].Spec))]);
    }

    /// <summary>The plan for inputs of these shapes, as text: its graph, steps and memory.</summary>
    public string Describe(params ReadOnlySpan<Tensor> inputs)
    {
        CompiledGraph plan = PlanFor(inputs.ToArray());
        return $"{plan.Graph}{Environment.NewLine}{plan.Executable}";
    }

    private CompiledGraph PlanFor(Tensor[] inputs)
    {
        var specs = new SpecList([.. inputs.Select(input => input.Spec)]);
        return _plans.GetOrTrace(specs, () =>
        {
            Graph graph = TraceBody(specs);
            return () => new CompiledGraph(graph);
        });
    }

    private Graph TraceBody(SpecList specs)
    {
        Tensor[] placeholders = [.. specs.Specs.Select(Tensor.Placeholder)];
        using Trace trace = Trace.Begin();
        TensorList outputs = _body(TensorList.Create(placeholders));
        return GraphCapture.Traced(placeholders, [.. outputs], trace);
    }

    private sealed record SpecList(TensorSpec[] Specs)
    {
        public bool Equals(SpecList? other) => other is not null && Specs.AsSpan().SequenceEqual(other.Specs);

        public override int GetHashCode() => Specs.Aggregate(17, HashCode.Combine);
    }
}
