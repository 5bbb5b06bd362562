using Cornea.Cpu.Prepared;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>From a graph to a plan: groups elementwise work, chooses kernels, lets programs follow kernels, orders, plans memory, makes steps.</summary>
internal sealed class Lowerer
{
    private readonly Graph _graph;
    private readonly LoweringOptions _options;
    private readonly LoweringContext _context;
    private readonly Dictionary<Node, ElementwiseGroup> _groups;
    private readonly Blocks _blocks;
    private readonly Dictionary<Tensor, List<Node>> _readers = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Tensor> _roots;

    private Lowerer(Graph graph, LoweringOptions options)
    {
        _graph = graph;
        _options = options;
        _context = new LoweringContext(graph, options);
        _blocks = new Blocks(graph);
        _groups = Fusion.Groups(graph, _blocks, _context.Stable, options.Fuse);
        _roots = new HashSet<Tensor>(graph.Roots, ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            foreach (Tensor input in node.Inputs)
            {
                if (!_readers.TryGetValue(input, out List<Node>? readers)) _readers[input] = readers = [];
                readers.Add(node);
            }
        }
    }

    public static Plan Lower(Graph graph, LoweringOptions options)
    {
        (PreparedStep[] prologue, Step[] steps, PlanLayout layout) = new Lowerer(graph, options).Run(isInner: false);
        return new Plan(prologue, steps, layout);
    }

    /// <summary>Lowers the graph inside an operation, whose step will run it as part of its own.</summary>
    public static InnerPlan LowerInner(Graph graph, LoweringOptions options)
    {
        var lowerer = new Lowerer(graph, options);
        (PreparedStep[] prologue, Step[] steps, PlanLayout layout) = lowerer.Run(isInner: true);
        return new InnerPlan([.. prologue.Select(prepared => prepared.Step)], steps, layout, lowerer._context.Units.Exists(unit => unit.CanFail));
    }

    // What is prepared inside of another plan lives as long as a run of that; else it goes into the store.
    private (PreparedStep[] Prologue, Step[] Steps, PlanLayout Layout) Run(bool isInner)
    {
        foreach (ElementwiseGroup group in _groups.Values.Distinct())
            group.Close(tensor => _roots.Contains(tensor) || _readers.GetValueOrDefault(tensor, []).Exists(reader => ReadsFromOutside(group, tensor, reader)));
        EmitKernels();
        EmitGroups();
        if (_options.Fuse) RowChains.Form(_context, _roots);
        Schedule schedule = new PlanBuilder(_context, _options, Copy).Build();
        KeptValues? kept = isInner ? null : new KeptValues(_graph, _context, schedule.Prologue, schedule.Steps);
        nint preparedBytes = kept?.PlaceOthers(_options.ReuseMemory) ?? schedule.PreparedBytes;
        var constants = new ConstantPool();
        Step[] prologue = [.. schedule.Prologue.Select(Make)], steps = [.. schedule.Steps.Select(Make)];
        var layout = new PlanLayout(
            _graph.Parameters.Count,
            _graph.Outputs.Count,
            schedule.ArenaBytes,
            preparedBytes,
            prologue.Concat(steps).Select(step => step.ScratchBytes).Append(0).Max(),
            constants.Build(),
            [.. schedule.StableParameters],
            [.. _context.Inner],
            kept?.Values ?? []);
        return (kept?.Steps(prologue) ?? [.. prologue.Select(step => new PreparedStep(step, [], [], IsCheck: false))], steps, layout);

        Step Make(Unit unit) => ((KernelUnit)unit).Make(new Placement(unit, _context, constants.Place));
    }

    private static KernelUnit Copy(Tensor from, Tensor to) =>
        new() { Reads = [from], Writes = [to], Make = place => new CopyStep(place[from], place[to], from.Spec) };

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
            KernelTable.Lower(node, _context, _blocks.PositionOf(node));
        }
    }

    private void EmitGroups()
    {
        var kernels = new Dictionary<ValueBuffer, KernelUnit>();
        var followed = new HashSet<Unit>();
        foreach (KernelUnit unit in _context.Units.OfType<KernelUnit>())
            if (unit.RangeOutput is { } output) kernels[_context.ViewOf(output).Buffer] = unit;
        foreach (ElementwiseGroup group in _groups.Values.Distinct().OrderBy(group => _blocks.PositionOf(group.Nodes[0])))
        {
            if (group.Outputs.Count == 0) continue;
            int order = _blocks.PositionOf(group.Nodes[^1]);
            KernelUnit? kernel = _options.Fuse ? FindKernel(group, kernels) : null;
            if (kernel is null)
            {
                _context.Add(ElementwiseUnits.Alone(group), order);
                continue;
            }

            kernels.Remove(_context.ViewOf(kernel.RangeOutput!).Buffer);
            followed.Add(kernel);
            _context.Add(FinishOf(kernel, group)?.Unit(kernel) ?? ElementwiseUnits.After(kernel, group), order);
        }

        _context.Units.RemoveAll(followed.Contains);
    }

    // What of a group the kernel can do tile by tile: all of it, where nobody else wants its sums.
    private TileFinish? FinishOf(KernelUnit kernel, ElementwiseGroup group)
    {
        Tensor sums = kernel.RangeOutput!;
        if (kernel.MakeFinished is null || _roots.Contains(sums)) return null;
        return _readers[sums].TrueForAll(reader => _groups.GetValueOrDefault(reader) == group) ? TileFinish.Of(group, sums) : null;
    }

    // The latest kernel that writes one of the group's inputs, whole and in its order, and can be joined with the group.
    private KernelUnit? FindKernel(ElementwiseGroup group, Dictionary<ValueBuffer, KernelUnit> kernels)
    {
        foreach (Tensor input in group.Inputs.OrderByDescending(tensor => tensor.Producer is null ? -1 : _blocks.PositionOf(tensor.Producer)))
        {
            View view = _context.ViewOf(input);
            if (!group.ReadsContiguously(input) || view.Offset != 0 || !kernels.TryGetValue(view.Buffer, out KernelUnit? kernel)) continue;
            if (_context.Stable.Contains(input) != group.Outputs.TrueForAll(_context.Stable.Contains)) continue;
            if (_blocks.TryJoin(kernel.RangeOutput!.Producer!, group.Nodes[0])) return kernel;
        }

        return null;
    }
}
