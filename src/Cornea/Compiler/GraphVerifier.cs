using Cornea.Graphs;

namespace Cornea.Compiler;

/// <summary>The grammar of graphs: every input is known before it is read, every output is what its operation infers, all shapes are known.</summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph breaks a rule; the message names the pass and prints the node.</exception>
    public static void Check(Graph graph, string pass)
    {
        var known = new HashSet<Tensor>(graph.Parameters.Select(parameter => parameter.Tensor), ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            foreach (Tensor input in node.Inputs)
                if (!IsKnown(input)) throw Broken(node, $"reads a {input.Spec} that nothing before it makes");
            if (node.Op.Region is { } region) Check(region.Graph, pass);
            TensorSpec[] inferred = node.Op.Infer([.. node.Inputs.Select(input => input.Spec)]);
            for (int index = 0; index < inferred.Length; index++)
            {
                if (inferred[index] != node.Outputs[index].Spec) throw Broken(node, $"gives {node.Outputs[index].Spec}, but infers {inferred[index]}");
                if (!inferred[index].Shape.IsKnown) throw Broken(node, $"has the unknown shape {inferred[index]}");
                known.Add(node.Outputs[index]);
            }
        }

        foreach (Tensor root in graph.Roots)
            if (!IsKnown(root)) throw new InvalidOperationException($"After {pass}: a root {root.Spec} is made by nothing.{Environment.NewLine}{graph}");
        foreach (Assignment assignment in graph.Assignments)
            if (assignment.Target.Tensor.Spec != assignment.Value.Spec)
                throw new InvalidOperationException($"After {pass}: '{assignment.Target.Label}' of {assignment.Target.Tensor.Spec} is assigned {assignment.Value.Spec}.");

        bool IsKnown(Tensor tensor) => tensor.Literal is not null || known.Contains(tensor);

        InvalidOperationException Broken(Node node, string what) => new($"After {pass}: {node} {what}.{Environment.NewLine}{graph}");
    }
}
