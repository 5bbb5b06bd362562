namespace Cornea.Onnx;

/// <summary>The operators of a file, and which of them aren't supported.</summary>
internal sealed class OperatorList
{
    private readonly SortedDictionary<string, (List<string> Nodes, bool IsSupported)> _operators = new(StringComparer.Ordinal);
    private bool _hasFunctions;

    public IReadOnlyList<OnnxOperator> All => [.. _operators.Select(pair => new OnnxOperator(pair.Key, pair.Value.Nodes.Count, pair.Value.IsSupported, pair.Value.Nodes))];

    public static OperatorList Of(ModelProto model)
    {
        var list = new OperatorList { _hasFunctions = model.HasFunctions };
        list.Add(model.Graph!);
        return list;
    }

    /// <summary>Refuses a file with operators that aren't supported, and names them all.</summary>
    public void ThrowIfUnsupported(string path)
    {
        OnnxOperator[] unknown = [.. All.Where(entry => !entry.IsSupported)];
        if (unknown.Length == 0) return;
        string names = string.Join("; ", unknown.Take(20).Select(entry => $"{entry.Name} ({entry.Count}: {string.Join(", ", entry.Nodes.Take(3))}{(entry.Count > 3 ? ", …" : "")})"));
        throw new InvalidDataException($"{path}: {unknown.Length} of its operators aren't supported: {names}.{(_hasFunctions ? " It defines functions of its own, which aren't either." : "")}");
    }

    private void Add(GraphProto graph)
    {
        foreach (NodeProto node in graph.Nodes)
        {
            if (!_operators.TryGetValue(node.Operator, out (List<string> Nodes, bool IsSupported) entry))
                _operators[node.Operator] = entry = ([], OperatorTable.Has(node));
            entry.Nodes.Add(NodeProto.Shortened(node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault() ?? ""));
            foreach (AttributeProto attribute in node.Attributes.Values)
                if (attribute.Graph is { } inside) Add(inside);
        }
    }
}
