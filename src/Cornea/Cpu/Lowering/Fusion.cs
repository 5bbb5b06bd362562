using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering;

/// <summary>Gathers elementwise nodes of one shape into groups, each to run as one program: a node joins the groups of what it reads.</summary>
internal static class Fusion
{
    private const int MostNodes = 96;

    /// <summary>The group of each elementwise node. Broadcasts belong to a group only where something else reads their result.</summary>
    public static Dictionary<Node, ElementwiseGroup> Groups(Graph graph, Blocks blocks, bool fuse)
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
                if (!blocks.TryJoin(producer, node)) continue;
                other.Take(group, blocks);
                foreach (Node member in group.Nodes) groups[member] = other;
            }
        }

        PlaceBroadcasts(graph, groups);
        return groups;
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
