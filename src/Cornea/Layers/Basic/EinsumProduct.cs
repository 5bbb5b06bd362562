namespace Cornea.Layers;

/// <summary>The product of two tensors by Einstein's notation, as one matrix product.</summary>
internal static class EinsumProduct
{
    /// <param name="equation">As NumPy writes it, such as <c>abc,cd->abd</c>; without dots.</param>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    public static Tensor Of(string equation, Tensor a, Tensor b)
    {
        string[] sides = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] factors = sides[0].Split(',');
        string result = sides[1];
        (string labelsA, a) = DropAlone(factors[0], a, factors[1] + result);
        (string labelsB, b) = DropAlone(factors[1], b, factors[0] + result);
        var sizes = new Dictionary<char, int>();
        Note(labelsA, a);
        Note(labelsB, b);
        string batch = Labels(labelsA, label => labelsB.Contains(label) && result.Contains(label));
        string inner = Labels(labelsA, label => labelsB.Contains(label) && !result.Contains(label));
        string rows = Labels(labelsA, label => !labelsB.Contains(label)), columns = Labels(labelsB, label => !labelsA.Contains(label));
        Tensor left = Order(a, labelsA, batch + rows + inner).Reshape([.. Group(batch), Product(rows), Product(inner)]);
        Tensor right = Order(b, labelsB, batch + inner + columns).Reshape([.. Group(batch), Product(inner), Product(columns)]);
        Tensor product = Ops.MatMul(left, right).Reshape([.. (batch + rows + columns).Select(label => sizes[label])]);
        return Order(product, batch + rows + columns, result);

        void Note(string labels, Tensor x)
        {
            for (int axis = 0; axis < labels.Length; axis++)
                if (!sizes.TryGetValue(labels[axis], out int size) || size == Shape.Unknown) sizes[labels[axis]] = x.Shape[axis];
        }

        int Product(string labels) => AxisSize.Product("Einsum", [.. labels.Select(label => sizes[label])]);

        int[] Group(string labels) => labels.Length == 0 ? [] : [Product(labels)];
    }

    private static string Labels(string labels, Func<char, bool> chosen) => string.Concat(labels.Where(chosen));

    // Axes that stand nowhere else are summed at once.
    private static (string Labels, Tensor X) DropAlone(string labels, Tensor x, string others)
    {
        if (labels.Length != x.Rank) throw new ShapeException($"Einsum: expected a tensor of rank {labels.Length} for '{labels}', got {x.Shape}.");
        int[] alone = [.. Enumerable.Range(0, labels.Length).Where(axis => !others.Contains(labels[axis]))];
        return alone.Length == 0 ? (labels, x) : (Labels(labels, others.Contains), Ops.Sum(x, alone));
    }

    private static Tensor Order(Tensor x, string labels, string wanted) => x.Transpose([.. wanted.Select(label => labels.IndexOf(label))]);
}
