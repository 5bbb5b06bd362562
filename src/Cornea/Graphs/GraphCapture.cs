namespace Cornea.Graphs;

/// <summary>Makes a graph of what tensors say about how they are computed.</summary>
/// <remarks>
/// Another thread may compute one of the tensors meanwhile, which makes a leaf of it. So the tensors are walked through once, and what
/// counts as computed by a node is what that walk found.
/// </remarks>
internal static class GraphCapture
{
    /// <summary>The graph of a traced function: its inputs first, then the variables and data it reads, in the order they are met.</summary>
    public static Graph Traced(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs, Trace trace) =>
        Traced(inputs, outputs, trace.Assignments, trace.Draws);

    /// <summary>As <see cref="Traced(IReadOnlyList{Tensor}, IReadOnlyList{Tensor}, Trace)"/>, of what a trace has left.</summary>
    public static Graph Traced(
        IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs, IEnumerable<(Variable Variable, Tensor Value)> assignments, Draws? draws = null)
    {
        var parameters = new List<Parameter>();
        var known = new Dictionary<Tensor, Parameter>(ReferenceEqualityComparer.Instance);
        var byVariable = new Dictionary<Variable, Parameter>(ReferenceEqualityComparer.Instance);
        foreach (Tensor input in inputs) Add(input, ParameterKind.Input);
        if (draws is not null) Add(draws.Start, ParameterKind.Draws); // Also where nothing comes of them: outside of a trace they would be drawn too.
        (Variable Variable, Tensor Value)[] assigned = [.. assignments];
        Tensor[] roots = [.. outputs, .. assigned.Select(pair => pair.Value)];
        List<Node> nodes = TopologicalOrder.Of(roots, tensor => tensor.Storage is not null || known.ContainsKey(tensor) ? null : tensor.Producer);
        foreach (Tensor leaf in Leaves(nodes, roots)) AddLeaf(leaf);
        var targets = new List<Assignment>();
        foreach ((Variable variable, Tensor value) in assigned)
        {
            if (!byVariable.TryGetValue(variable, out Parameter? target))
                target = Add(Tensor.ReadOf(variable), ParameterKind.Variable);
            if (!ReferenceEquals(value, target.Tensor)) targets.Add(new Assignment(target, value));
        }

        return GraphRewriter.Isolate(new Graph(parameters, nodes, outputs, targets));

        Parameter Add(Tensor tensor, ParameterKind kind)
        {
            var parameter = new Parameter(tensor, kind);
            known[tensor] = parameter;
            if (kind == ParameterKind.Variable) byVariable[tensor.Source!] = parameter;
            parameters.Add(parameter);
            return parameter;
        }

        void AddLeaf(Tensor tensor)
        {
            if (known.ContainsKey(tensor) || tensor.Literal is not null) return;
            if (tensor.Storage is not null) Add(tensor, ParameterKind.Data);
            else if (tensor.Source is not null) Add(tensor, ParameterKind.Variable);
            else if (tensor.IsPlaceholder) throw Unbound(tensor);
        }
    }

    /// <summary>The graph of loose tensors: every leaf a parameter, the user's numbers too, so that a loop finds its plan again.</summary>
    public static Graph Loose(IReadOnlyList<Tensor> outputs, bool mayDraw = false)
    {
        var parameters = new List<Parameter>();
        List<Node> nodes = TopologicalOrder.Of(outputs, tensor => tensor.Storage is not null ? null : tensor.Producer);
        foreach (Tensor leaf in Leaves(nodes, outputs))
        {
            if (leaf.IsPlaceholder || (leaf.Source is not null && leaf.Storage is null) || (leaf.Draws is not null && !mayDraw)) throw Unbound(leaf);
            parameters.Add(new Parameter(leaf, ParameterKind.Input));
        }

        foreach (Node node in nodes)
            foreach (Tensor output in node.Outputs)
                if (!output.Shape.IsKnown) throw new ShapeException($"{node.Op.Name}: a result of shape {output.Shape} can't be computed; give sizes of at least 0.");

        return new Graph(parameters, nodes, outputs, []);
    }

    // What is read before a node has made it. One output of a node may have been computed, and so be a leaf, while another is still wanted.
    private static List<Tensor> Leaves(List<Node> nodes, IReadOnlyList<Tensor> roots)
    {
        var known = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var leaves = new List<Tensor>();
        foreach (Node node in nodes)
        {
            leaves.AddRange(node.Inputs.Where(known.Add));
            known.UnionWith(node.Outputs);
        }

        leaves.AddRange(roots.Where(known.Add));
        return leaves;
    }

    private static InvalidOperationException Unbound(Tensor tensor) => new(
        tensor.Source is { } variable
            ? $"Variable '{variable.Label}' is read inside a traced function and its value is asked for while tracing: it has none yet. "
              + "Return the tensor from the function, or read the variable outside."
            : tensor.Draws is not null ? "Random numbers are drawn inside a traced function and their values are asked for while tracing: each run draws them anew. "
              + "Return the tensor from the function, or give the draw a seed."
            : $"A symbolic tensor of {tensor.Spec} has no values: it is the input of a model or of a function that is being traced. "
              + "Call the model on data, or return the tensor from the function.");
}
