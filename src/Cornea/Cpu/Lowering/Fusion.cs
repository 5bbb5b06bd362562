using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>Gathers elementwise nodes of one shape into groups, each to run as one program: a node joins the groups of what it reads.</summary>
/// <remarks>What is stable stays apart from what isn't, so that it can be prepared once and whatever is made of it too.</remarks>
internal static class Fusion
{
    private const int MostNodes = 96;

    /// <summary>The group of each elementwise node. Broadcasts belong to a group only where something else reads their result.</summary>
    public static Dictionary<Node, ElementwiseGroup> Groups(Graph graph, Blocks blocks, IReadOnlySet<Tensor> stable, bool fuse)
    {
        var groups = new Dictionary<Node, ElementwiseGroup>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            if (!ElementwiseGroup.CanHold(node) || node.Op is BroadcastTo) continue;
            groups[node] = new ElementwiseGroup(node);
            if (!fuse) continue;
            foreach (Tensor input in node.Inputs)
            {
                if (input.Producer is not { } producer || !groups.TryGetValue(producer, out ElementwiseGroup? other)) continue;
                ElementwiseGroup group = groups[node];
                if (other == group || other.Shape != group.Shape || other.Nodes.Count + group.Nodes.Count > MostNodes) continue;
                if (stable.Contains(input) != stable.Contains(node.Outputs[0])) continue;
                if (ReadsView(group, other) || ReadsView(other, group) || !blocks.TryJoin(producer, node)) continue;
                other.Take(group, blocks);
                foreach (Node member in group.Nodes) groups[member] = other;
            }
        }

        PlaceBroadcasts(graph, groups);
        return groups;
    }

    // Whether a group reads a reshaped result of another one: from memory, where a joint program would find it only after its end.
    private static bool ReadsView(ElementwiseGroup reader, ElementwiseGroup written) =>
        reader.Nodes.Any(node => node.Inputs.Any(input => Viewed(input) is { } producer && written.Nodes.Contains(producer)));

    private static Node? Viewed(Tensor tensor)
    {
        bool isReshaped = false;
        while (tensor.Producer is { Op: Reshape or BroadcastTo } producer)
        {
            isReshaped |= producer.Op is Reshape;
            tensor = producer.Inputs[0];
        }

        return isReshaped ? tensor.Producer : null;
    }

    private static void PlaceBroadcasts(Graph graph, Dictionary<Node, ElementwiseGroup> groups)
    {
        var read = new HashSet<Tensor>(graph.Roots, ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
            if (!ElementwiseGroup.CanHold(node)) read.UnionWith(node.Inputs);
        foreach (Node node in graph.Nodes)
            if (node.Op is BroadcastTo && ElementwiseGroup.CanHold(node) && read.Contains(node.Outputs[0])) groups[node] = new ElementwiseGroup(node);
    }
}
