using System.Globalization;
using System.Text;

namespace Cornea.Graphs;

/// <summary>A graph as text, one line a node; values are numbered in order, so the same graph prints the same.</summary>
internal static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var names = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        var text = new StringBuilder();
        for (int index = 0; index < graph.Parameters.Count; index++)
        {
            Parameter parameter = graph.Parameters[index];
            names[parameter.Tensor] = $"%p{index}";
            text.AppendLine($"%p{index} = {parameter.Kind.ToString().ToLowerInvariant()} '{parameter.Label}' : {parameter.Tensor.Spec}");
        }

        int number = 0;
        foreach (Node node in graph.Nodes)
        {
            foreach (Tensor output in node.Outputs) names[output] = $"%{number++}";
            string attributes = node.Op.Attributes;
            text.Append(string.Join(", ", node.Outputs.Select(output => names[output])))
                .Append(" = ").Append(node.Op.Name)
                .Append('(').AppendJoin(", ", node.Inputs.Select(input => NameOf(input, names))).Append(')')
                .Append(attributes.Length > 0 ? $" {{{attributes}}}" : "")
                .Append(" : ").AppendJoin(", ", node.Outputs.Select(output => output.Spec))
                .AppendLine();
        }

        foreach (Assignment assignment in graph.Assignments)
            text.AppendLine($"{names[assignment.Target.Tensor]} ← {NameOf(assignment.Value, names)}");
        if (graph.Outputs.Count > 0)
            text.Append("return ").AppendJoin(", ", graph.Outputs.Select(output => NameOf(output, names))).AppendLine();
        return text.ToString();
    }

    private static string NameOf(Tensor tensor, Dictionary<Tensor, string> names) =>
        names.TryGetValue(tensor, out string? name) ? name : tensor.Literal?.ToString("R", CultureInfo.InvariantCulture) ?? "?";
}
