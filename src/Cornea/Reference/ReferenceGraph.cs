using Cornea.Graphs;

namespace Cornea.Reference;

/// <summary>A graph run node by node on arrays. What a node gives is let go of after its last reader.</summary>
internal sealed class ReferenceGraph
{
    private readonly Graph _graph;
    private readonly Dictionary<Node, Tensor[]> _lastReads;

    public ReferenceGraph(Graph graph)
    {
        _graph = graph;
        _lastReads = LastReads(graph);
    }

    /// <summary>The values of the graph's outputs, then of its assignments.</summary>
    public ReferenceArray[] Run(ReadOnlySpan<ReferenceArray> parameters)
    {
        var values = new Dictionary<Tensor, ReferenceArray>(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < parameters.Length; index++) values[_graph.Parameters[index].Tensor] = parameters[index];
        foreach (Node node in _graph.Nodes)
        {
            ReferenceArray[] inputs = [.. node.Inputs.Select(ValueOf)];
            ReferenceArray[] results = ReferenceLoops.Run(node.Op, inputs, node.Outputs.Select(output => output.Spec));
            for (int index = 0; index < results.Length; index++) values[node.Outputs[index]] = results[index];
            foreach (Tensor tensor in _lastReads[node]) values.Remove(tensor);
        }

        return [.. _graph.Roots.Select(ValueOf)];

        ReferenceArray ValueOf(Tensor tensor) =>
            values.TryGetValue(tensor, out ReferenceArray? value) ? value : ReferenceArray.Number(tensor.Literal!.Value, tensor.DType);
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
