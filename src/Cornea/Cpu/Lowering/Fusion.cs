using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering;

/// <summary>
/// Gathers elementwise nodes of one shape into groups, each to run as one program. A node joins its producers' groups unless that would
/// make a group wait for itself: a value that leaves the group, is used elsewhere, and comes back.
/// </summary>
internal sealed class Fusion
{
    private const int MostNodes = 96;
    private readonly Graph _graph;
    private readonly Dictionary<Node, int> _positions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, ElementwiseGroup> _groups = new(ReferenceEqualityComparer.Instance);

    private Fusion(Graph graph)
    {
        _graph = graph;
        for (int index = 0; index < graph.Nodes.Count; index++) _positions[graph.Nodes[index]] = index;
    }

    /// <summary>The group of each elementwise node. Broadcasts belong to a group only where something else reads their result.</summary>
    public static Dictionary<Node, ElementwiseGroup> Groups(Graph graph, bool fuse)
    {
        var fusion = new Fusion(graph);
        foreach (Node node in graph.Nodes)
            if (ElementwiseGroup.CanHold(node) && node.Op is not BroadcastTo) fusion.Place(node, fuse);
        fusion.PlaceBroadcasts();
        return fusion._groups;
    }

    private void Place(Node node, bool fuse)
    {
        var group = new ElementwiseGroup(node.Outputs[0].Shape);
        group.Nodes.Add(node);
        _groups[node] = group;
        if (!fuse) return;
        foreach (Tensor input in node.Inputs)
        {
            if (input.Producer is not { } producer || !_groups.TryGetValue(producer, out ElementwiseGroup? other)) continue;
            group = _groups[node];
            if (other == group || other.Shape != group.Shape || other.Nodes.Count + group.Nodes.Count > MostNodes) continue;
            if (!LeadsAround(other, group) && !LeadsAround(group, other)) Join(other, group);
        }
    }

    private void Join(ElementwiseGroup into, ElementwiseGroup from)
    {
        into.Nodes.AddRange(from.Nodes);
        into.Nodes.Sort((a, b) => _positions[a].CompareTo(_positions[b]));
        foreach (Node node in from.Nodes) _groups[node] = into;
    }

    // Whether some input of the later group depends on the earlier one by way of a node in neither of them.
    private bool LeadsAround(ElementwiseGroup earlier, ElementwiseGroup later)
    {
        int first = _positions[earlier.Nodes[0]];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Node>();
        foreach (Node node in later.Nodes) PushInputs(node);
        while (pending.TryPop(out Node? node))
        {
            ElementwiseGroup? group = _groups.GetValueOrDefault(node);
            if (group == earlier) return true;
            if (group is null) PushInputs(node);
            else if (seen.Add(group))
                foreach (Node member in group.Nodes) PushInputs(member);
        }

        return false;

        void PushInputs(Node node)
        {
            bool isLater = _groups.GetValueOrDefault(node) == later;
            foreach (Tensor input in node.Inputs)
            {
                if (input.Producer is not { } producer || !_positions.TryGetValue(producer, out int position)) continue;
                ElementwiseGroup? group = _groups.GetValueOrDefault(producer);
                if (group == later || (isLater && group == earlier)) continue; // Inside, or the direct edge that is to vanish.
                int last = group is null ? position : _positions[group.Nodes[^1]];
                if (last >= first && seen.Add(producer)) pending.Push(producer);
            }
        }
    }

    private void PlaceBroadcasts()
    {
        var read = new HashSet<Tensor>(_graph.Roots, ReferenceEqualityComparer.Instance);
        foreach (Node node in _graph.Nodes)
            if (!ElementwiseGroup.CanHold(node))
                foreach (Tensor input in node.Inputs) read.Add(input);
        foreach (Node node in _graph.Nodes)
        {
            if (node.Op is not BroadcastTo || !ElementwiseGroup.CanHold(node) || !read.Contains(node.Outputs[0])) continue;
            var group = new ElementwiseGroup(node.Outputs[0].Shape);
            group.Nodes.Add(node);
            _groups[node] = group;
        }
    }
}
