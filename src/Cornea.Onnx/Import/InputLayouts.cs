namespace Cornea.Onnx;

/// <summary>Which of a graph's inputs are images with the channels first: found by following them to the first operator that says so.</summary>
internal static class InputLayouts
{
    private static readonly HashSet<string> OfImages =
    [
        "Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool",
        "BatchNormalization", "InstanceNormalization", "GroupNormalization", "LRN", "DepthToSpace", "SpaceToDepth", "Resize", "Upsample", "QLinearGlobalAveragePool",
    ];

    private static readonly HashSet<string> PassOn =
    [
        "Abs", "Add", "Cast", "Ceil", "Clip", "Concat", "DequantizeLinear", "Div", "Dropout", "DynamicQuantizeLinear", "Elu", "Exp", "Floor", "HardSigmoid",
        "HardSwish", "Identity", "LeakyRelu", "Log", "Max", "Min", "Mul", "Neg", "PRelu", "Pad", "Pow", "QuantizeLinear", "Relu", "Selu", "Sigmoid", "Slice",
        "Softplus", "Split", "Sqrt", "Sub", "Sum", "Tanh", "Where",
    ];

    /// <summary>The layout in which an input is best given.</summary>
    /// <param name="model">The file.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="sizes">The sizes of its axes.</param>
    public static Layout Of(ModelProto model, string input, int[] sizes)
    {
        (GraphProto graph, int rank) = (model.Graph!, sizes.Length);
        if (rank is < 3 or > 5) return Layout.Plain(rank);
        var users = new Dictionary<string, List<NodeProto>>();
        foreach (NodeProto node in graph.Nodes)
            foreach (string name in node.Inputs)
                (users.TryGetValue(name, out List<NodeProto>? list) ? list : users[name] = []).Add(node);
        var pending = new Queue<(string Name, int[] Axes)>([(input, [.. Enumerable.Range(0, rank)])]);
        var seen = new HashSet<string>([input]);
        while (pending.TryDequeue(out (string Name, int[] Axes) at))
        {
            foreach (NodeProto node in users.GetValueOrDefault(at.Name, []))
            {
                if (OfImages.Contains(node.OpType))
                {
                    if (node.Inputs[0] == at.Name) return Layout.Of([at.Axes[0], .. at.Axes[2..], at.Axes[1]]);
                    continue;
                }

                int[]? axes = PassOn.Contains(node.OpType) ? at.Axes
                    : node.OpType == "Transpose" && Permutation(node, rank) is { } permutation ? [.. permutation.Select(axis => at.Axes[axis])]
                    : null;
                if (axes is null) continue;
                foreach (string output in node.Outputs)
                    if (seen.Add(output)) pending.Enqueue((output, axes));
            }
        }

        return rank == 4 && IsFirst(model, sizes) ? Layout.ChannelsLast(rank) : Layout.Plain(rank);
    }

    // No operator says where an image's channels are, as when it is flattened at once: PyTorch has them first, and images have one or three.
    private static bool IsFirst(ModelProto model, int[] sizes) =>
        model.Producer.Contains("torch", StringComparison.OrdinalIgnoreCase) || (sizes[1] is 1 or 3 && sizes[3] is not (1 or 3 or 4));

    private static int[]? Permutation(NodeProto node, int rank)
    {
        int[] permutation = node.Attributes.TryGetValue("perm", out AttributeProto? given)
            ? [.. given.Integers.Select(axis => (int)Math.Clamp(axis, -1, rank))]
            : [.. Enumerable.Range(0, rank).Reverse()];
        return permutation.Order().SequenceEqual(Enumerable.Range(0, rank)) ? permutation : null;
    }
}
