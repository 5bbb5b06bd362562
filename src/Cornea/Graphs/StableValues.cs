namespace Cornea.Graphs;

/// <summary>The values that stay the same from run to run: variables that the graph doesn't assign, captured data, and what is made of them.</summary>
internal static class StableValues
{
    public static HashSet<Tensor> Of(Graph graph)
    {
        var assigned = graph.Assignments.Select(assignment => assignment.Target).ToHashSet();
        var stable = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in graph.Parameters)
            if (parameter.Kind is ParameterKind.Data or ParameterKind.Capture || (parameter.Kind == ParameterKind.Variable && !assigned.Contains(parameter)))
                stable.Add(parameter.Tensor);
        foreach (Node node in graph.Nodes)
            if (node.Op.IsStable && node.Inputs.All(input => input.Literal is not null || stable.Contains(input)))
                foreach (Tensor output in node.Outputs) stable.Add(output);
        return stable;
    }
}
