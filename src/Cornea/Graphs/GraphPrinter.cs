using System.Globalization;
using System.Text;

namespace Cornea.Graphs;

/// <summary>A graph as text, one line a node; values are numbered in order, so the same graph prints the same.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        Print(graph, text, "");
        return text.ToString();
    }

    // The graph inside an operation follows its line, indented, with numbers of its own.
    private static void Print(Graph graph, StringBuilder text, string indent)
    {
        var names = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < graph.Parameters.Count; index++)
        {
            Parameter parameter = graph.Parameters[index];
            names[parameter.Tensor] = $"%p{index}";
            text.AppendLine($"{indent}%p{index} = {parameter.Kind.ToString().ToLowerInvariant()} '{parameter.Label}' : {parameter.Tensor.Spec}");
        }

        int number = 0;
        foreach (Node node in graph.Nodes)
        {
            foreach (Tensor output in node.Outputs) names[output] = $"%{number++}";
            string attributes = node.Op.Attributes;
            text.Append(indent).Append(string.Join(", ", node.Outputs.Select(output => names[output])))
                .Append(" = ").Append(node.Op.Name)
                .Append('(').AppendJoin(", ", node.Inputs.Select(input => NameOf(input, names))).Append(')')
                .Append(attributes.Length > 0 ? $" {{{attributes}}}" : "")
                .Append(" : ").AppendJoin(", ", node.Outputs.Select(output => output.Spec))
                .AppendLine();
            if (node.Op.Region is { } region) Print(region.Graph, text, indent + "    ");
        }

        foreach (Assignment assignment in graph.Assignments)
            text.AppendLine($"{indent}{names[assignment.Target.Tensor]} ← {NameOf(assignment.Value, names)}");
        if (graph.Outputs.Count > 0)
            text.Append(indent).Append("return ").AppendJoin(", ", graph.Outputs.Select(output => NameOf(output, names))).AppendLine();
    }

    private static string NameOf(Tensor tensor, Dictionary<Tensor, string> names) =>
        names.TryGetValue(tensor, out string? name) ? name : tensor.Literal?.ToString("R", CultureInfo.InvariantCulture) ?? "?";
}
