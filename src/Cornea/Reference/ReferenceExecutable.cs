using Cornea.Graphs;

namespace Cornea.Reference;

/// <summary>A graph run node by node. What a node gives is let go of after its last reader.</summary>
internal sealed class ReferenceExecutable : IExecutable
{
    private readonly Graph _graph;
    private readonly Dictionary<Node, Tensor[]> _lastReads;

    public ReferenceExecutable(Graph graph)
    {
        _graph = graph;
        _lastReads = LastReads(graph);
    }

    /// <summary>None: each run makes its own arrays.</summary>
    public long HeldBytes => 0;

    public void Run(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        var values = new Dictionary<Tensor, ReferenceArray>(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < parameters.Length; index++)
        {
            Tensor tensor = _graph.Parameters[index].Tensor;
            values[tensor] = ReferenceArray.Read(parameters[index].Span<byte>(), tensor.Spec);
            GC.KeepAlive(parameters[index]);
        }

        foreach (Node node in _graph.Nodes)
        {
            ReferenceArray[] inputs = [.. node.Inputs.Select(ValueOf)];
            ReferenceArray[] results = ReferenceLoops.Run(node.Op, inputs, node.Outputs.Select(output => output.Spec));
            for (int index = 0; index < results.Length; index++) values[node.Outputs[index]] = results[index];
            foreach (Tensor tensor in _lastReads[node]) values.Remove(tensor);
        }

        // From here on nothing can fail: all outputs and variables are written, or, where a check failed above, none.
        for (int index = 0; index < outputs.Length; index++) Write(_graph.Outputs[index], outputs[index]);
        foreach (Assignment assignment in _graph.Assignments)
            Write(assignment.Value, parameters[IndexOf(assignment.Target)]);

        ReferenceArray ValueOf(Tensor tensor) =>
            values.TryGetValue(tensor, out ReferenceArray? value) ? value : ReferenceArray.Number(tensor.Literal!.Value, tensor.DType);

        void Write(Tensor tensor, Storage storage)
        {
            ValueOf(tensor).Write(storage.Span<byte>());
            GC.KeepAlive(storage);
        }
    }

    public override string ToString() => $"reference executor, {_graph.Nodes.Count} nodes";

    private int IndexOf(Parameter parameter)
    {
        for (int index = 0; index < _graph.Parameters.Count; index++)
            if (ReferenceEquals(_graph.Parameters[index].Tensor, parameter.Tensor)) return index;
        throw new InvalidOperationException($"The graph assigns '{parameter.Label}', which is none of its parameters.");
    }

    // The tensors that nobody reads after each node, its own unread outputs among them; roots stay.
    private static Dictionary<Node, Tensor[]> LastReads(Graph graph)
    {
        var kept = new HashSet<Tensor>(graph.Roots, ReferenceEqualityComparer.Instance);
        var lastReads = new Dictionary<Node, Tensor[]>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes.Reverse()) lastReads[node] = [.. node.Inputs.Concat(node.Outputs).Where(kept.Add)];
        return lastReads;
    }
}
