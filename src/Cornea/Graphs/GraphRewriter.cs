namespace Cornea.Graphs;

/// <summary>Rebuilds a graph node by node, in order: what every rewriting pass stands on.</summary>
/// <remarks>A rule that changes nothing costs nothing: nodes whose inputs stayed the same are kept as they are.</remarks>
internal static class GraphRewriter
{
    /// <param name="graph">The graph before.</param>
    /// <param name="rule">Replacements for a node's outputs, given its already rewritten inputs; null keeps the node.</param>
    public static Graph Rewrite(Graph graph, Func<Node, Tensor[], Tensor[]?> rule)
    {
        var map = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        bool changed = false;
        InTheirLayers(graph, node =>
        {
            Tensor[] inputs = [.. node.Inputs.Select(Mapped)];
            Tensor[]? outputs = rule(node, inputs);
            if (outputs is null)
            {
                if (inputs.SequenceEqual(node.Inputs, ReferenceEqualityComparer.Instance)) return;
                outputs = Node.Emit(node.Op, inputs);
            }

            changed = true;
            for (int index = 0; index < outputs.Length; index++) map[node.Outputs[index]] = outputs[index];
        });

        return changed ? graph.Map(Mapped) : graph;

        Tensor Mapped(Tensor tensor) => map.GetValueOrDefault(tensor, tensor);
    }

    /// <summary>A copy whose parameters are bare placeholders, so that a cached plan keeps nobody's values alive.</summary>
    public static Graph Detach(Graph graph)
    {
        var map = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in graph.Parameters) map[parameter.Tensor] = Tensor.Placeholder(parameter.Tensor.Spec);
        return Copy(graph, map);
    }

    /// <summary>A copy whose nodes are its own, so that nobody outside computes one of its tensors while passes rewrite it.</summary>
    public static Graph Isolate(Graph graph) => Copy(graph, new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance));

    /// <summary>A copy on other parameters.</summary>
    /// <param name="graph">A graph without assignments.</param>
    /// <param name="parameters">The parameters of the copy.</param>
    /// <param name="map">What takes the place of each parameter of the graph.</param>
    public static Graph Substitute(Graph graph, IReadOnlyList<Parameter> parameters, Dictionary<Tensor, Tensor> map)
    {
        EmitNodes(graph, map);
        return new Graph(parameters, [.. graph.Outputs.Select(output => map.GetValueOrDefault(output, output))], []);
    }

    private static void EmitNodes(Graph graph, Dictionary<Tensor, Tensor> map) => InTheirLayers(graph, node =>
    {
        Tensor[] inputs = [.. node.Inputs.Select(input => map.GetValueOrDefault(input, input))];
        Tensor[] outputs = Node.Emit(node.Op.For([.. inputs.Select(input => input.Spec)]), inputs);
        for (int index = 0; index < outputs.Length; index++) map[node.Outputs[index]] = outputs[index];
    });

    // What takes a node's place belongs to the same layer.
    private static void InTheirLayers(Graph graph, Action<Node> rewrite)
    {
        string? around = Node.CurrentLayer;
        try
        {
            foreach (Node node in graph.Nodes)
            {
                Node.CurrentLayer = node.Layer;
                rewrite(node);
            }
        }
        finally
        {
            Node.CurrentLayer = around;
        }
    }

    private static Graph Copy(Graph graph, Dictionary<Tensor, Tensor> map)
    {
        Dictionary<Parameter, Parameter> parameters = graph.Parameters.ToDictionary(
            parameter => parameter, parameter => parameter with { Tensor = Mapped(parameter.Tensor) });
        EmitNodes(graph, map); // From here on a parameter that is also a node's output means the latter.
        return new Graph(
            [.. graph.Parameters.Select(parameter => parameters[parameter])],
            [.. graph.Outputs.Select(Mapped)],
            [.. graph.Assignments.Select(assignment => new Assignment(parameters[assignment.Target], Mapped(assignment.Value)))]);

        Tensor Mapped(Tensor tensor) => map.GetValueOrDefault(tensor, tensor);
    }
}
