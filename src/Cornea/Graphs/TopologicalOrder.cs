namespace Cornea.Graphs;

/// <summary>Nodes so that each comes after those it reads. Iterative: a chain of 100,000 operations is no stack overflow.</summary>
internal static class TopologicalOrder
{
    /// <param name="roots">The tensors that are wanted.</param>
    /// <param name="producer">The node that a tensor comes from; null for what is to count as a leaf.</param>
    public static List<Node> Of(IEnumerable<Tensor> roots, Func<Tensor, Node?> producer)
    {
        var order = new List<Node>();
        var seen = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(Node Node, int Next)>();
        foreach (Tensor root in roots)
        {
            if (producer(root) is not { } start || !seen.Add(start)) continue;
            pending.Push((start, 0));
            while (pending.TryPop(out (Node Node, int Next) top))
            {
                int next = top.Next;
                Node? child = null;
                while (next < top.Node.Inputs.Count && child is null)
                {
                    child = producer(top.Node.Inputs[next++]);
                    if (child is not null && !seen.Add(child)) child = null;
                }

                if (child is null)
                {
                    order.Add(top.Node);
                    continue;
                }

                pending.Push((top.Node, next));
                pending.Push((child, 0));
            }
        }

        return order;
    }
}
