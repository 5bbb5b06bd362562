using Cornea.Compiler;
using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering;

/// <summary>From a graph to a plan: groups elementwise work, chooses kernels, lets programs follow kernels, orders, plans memory, makes steps.</summary>
internal sealed class Lowerer
{
    private readonly Graph _graph;
    private readonly LoweringOptions _options;
    private readonly LoweringContext _context;
    private readonly Dictionary<Node, ElementwiseGroup> _groups;
    private readonly Dictionary<Node, int> _positions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Tensor, List<Node>> _readers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Tensor> _roots;

    // Which group follows which kernel, as they are joined.
    private readonly Dictionary<ElementwiseGroup, Node> _attached = [];
    private readonly Dictionary<Node, ElementwiseGroup> _followers = new(ReferenceEqualityComparer.Instance);

    private Lowerer(Graph graph, LoweringOptions options)
    {
        _graph = graph;
        _options = options;
        _context = new LoweringContext { Stable = StableValues.Of(graph) };
        _groups = Fusion.Groups(graph, options.Fuse);
        _roots = new HashSet<Tensor>(graph.Roots, ReferenceEqualityComparer.Instance);
        for (int index = 0; index < graph.Nodes.Count; index++)
        {
            Node node = graph.Nodes[index];
            _positions[node] = index;
            foreach (Tensor input in node.Inputs)
            {
                if (!_readers.TryGetValue(input, out List<Node>? readers)) _readers[input] = readers = [];
                readers.Add(node);
            }
        }
    }

    public static Plan Lower(Graph graph, LoweringOptions options) => new Lowerer(graph, options).Run();

    private Plan Run()
    {
        for (int index = 0; index < _graph.Parameters.Count; index++)
            _context.ViewOf(_graph.Parameters[index].Tensor).Buffer.Place = new Operand(Regions.FirstParameter + index, 0);
        foreach (ElementwiseGroup group in _groups.Values.Distinct())
            group.Close(tensor => _roots.Contains(tensor) || _readers.GetValueOrDefault(tensor, []).Exists(reader => ReadsFromOutside(group, tensor, reader)));
        EmitKernels();
        EmitGroups();
        foreach (Unit unit in _context.Units)
            unit.IsStable = unit.Writes.Count > 0 && unit.Writes.TrueForAll(_context.Stable.Contains);
        return new PlanBuilder(_graph, _context, _options).Build();
    }

    // A broadcast that belongs to no group is looked through: its readers read what it reads.
    private bool ReadsFromOutside(ElementwiseGroup group, Tensor tensor, Node reader)
    {
        if (_groups.TryGetValue(reader, out ElementwiseGroup? other)) return other != group || !ReferenceEquals(ElementwiseGroup.Source(tensor), tensor);
        return reader.Op is not BroadcastTo || !ElementwiseGroup.CanHold(reader)
            || _readers.GetValueOrDefault(reader.Outputs[0], []).Count > 0;
    }

    private void EmitKernels()
    {
        foreach (Node node in _graph.Nodes)
        {
            if (_groups.ContainsKey(node)) continue;
            if (node.Op is BroadcastTo && ElementwiseGroup.CanHold(node)) continue;
            KernelTable.Lower(node, _context, _positions[node]);
        }
    }

    private void EmitGroups()
    {
        var kernels = new Dictionary<Tensor, Unit>(ReferenceEqualityComparer.Instance);
        foreach (Unit unit in _context.Units)
            if (unit.RangeOutput is { } output) kernels[output] = unit;
        foreach (ElementwiseGroup group in _groups.Values.Distinct().OrderBy(group => _positions[group.Nodes[0]]))
        {
            if (group.Outputs.Count == 0) continue;
            int order = group.Nodes.Max(node => _positions[node]);
            Unit? kernel = _options.Fuse ? FindKernel(group, kernels) : null;
            if (kernel is null)
            {
                _context.Add(ElementwiseUnits.Alone(group), order);
                continue;
            }

            Node leader = kernel.RangeOutput!.Producer!;
            _attached[group] = leader;
            _followers[leader] = group;
            kernels.Remove(kernel.RangeOutput!);
            _context.Units.Remove(kernel);
            _context.Add(ElementwiseUnits.After(kernel, group), order);
        }
    }

    // The latest kernel that writes one of the group's inputs and whose other inputs don't wait for that kernel.
    private Unit? FindKernel(ElementwiseGroup group, Dictionary<Tensor, Unit> kernels)
    {
        foreach (Tensor input in group.Inputs.OrderByDescending(tensor => tensor.Producer is { } node ? _positions.GetValueOrDefault(node, -1) : -1))
        {
            if (!group.ReadsContiguously(input) || !kernels.TryGetValue(input, out Unit? kernel)) continue;
            if (_context.Stable.Contains(input) != group.Outputs.TrueForAll(_context.Stable.Contains)) continue;
            if (!group.Inputs.Exists(other => !ReferenceEquals(other, input) && DependsOn(other, input.Producer!))) return kernel;
        }

        return null;
    }

    // Through units as they stand: a group counts as a whole, since all of it runs at once.
    private bool DependsOn(Tensor tensor, Node node)
    {
        int first = _positions[node];
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Node>();
        Push(tensor);
        while (pending.TryPop(out Node? current))
        {
            if (ReferenceEquals(current, node)) return true;
            if (_groups.TryGetValue(current, out ElementwiseGroup? group))
            {
                if (!seen.Add(group)) continue;
                foreach (Node member in group.Nodes) PushInputs(member);
                if (_attached.TryGetValue(group, out Node? kernel)) PushInputs(kernel);
            }
            else
            {
                PushInputs(current);
                if (_followers.TryGetValue(current, out ElementwiseGroup? follower) && seen.Add(follower))
                    foreach (Node member in follower.Nodes) PushInputs(member);
            }
        }

        return false;

        void PushInputs(Node from)
        {
            foreach (Tensor input in from.Inputs) Push(input);
        }

        void Push(Tensor input)
        {
            if (input.Producer is not { } producer || !_positions.TryGetValue(producer, out int position)) return;
            int last = _groups.TryGetValue(producer, out ElementwiseGroup? group) ? _positions[group.Nodes[^1]] : position;
            if (_followers.TryGetValue(producer, out ElementwiseGroup? follower)) last = Math.Max(last, _positions[follower.Nodes[^1]]);
            if (last >= first && seen.Add(producer)) pending.Push(producer);
        }
    }
}
