using Cornea.Cpu.Prepared;
using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>Of what a plan's prologue makes, that which its steps read is kept, where other plans find it; the rest is given back.</summary>
internal sealed class KeptValues
{
    private readonly Graph _graph;
    private readonly LoweringContext _context;
    private readonly Dictionary<ValueBuffer, int> _numbers = [];
    private readonly Dictionary<ValueBuffer, int> _makers = [];
    private readonly IReadOnlyList<Unit> _prologue;
    private readonly Dictionary<Unit, int> _positions = [];

    /// <summary>Gives what is kept spaces of its own. All units have their order, all values their places, and no step is made yet.</summary>
    public KeptValues(Graph graph, LoweringContext context, IReadOnlyList<Unit> prologue, IEnumerable<Unit> steps)
    {
        (_graph, _context, _prologue) = (graph, context, prologue);
        HashSet<ValueBuffer> read = [.. steps.SelectMany(unit => unit.AllReads).Where(tensor => tensor.Literal is null).Select(BufferOf)];
        var values = new List<KeptValue>();
        for (int index = 0; index < prologue.Count; index++)
        {
            _positions[prologue[index]] = index;
            foreach (Tensor value in prologue[index].Writes)
            {
                ValueBuffer buffer = BufferOf(value);
                _makers[buffer] = index;
                if (!read.Contains(buffer) || !_numbers.TryAdd(buffer, values.Count)) continue;
                buffer.Place = new Operand(Spaces.Kept(values.Count), 0);
                values.Add(Find(value, buffer.Bytes));
            }
        }

        Values = [.. values];
    }

    /// <summary>What is kept, in the order of its spaces.</summary>
    public KeptValue[] Values { get; }

    /// <summary>Puts what only served to make others as close together as their lives allow.</summary>
    /// <returns>The bytes that takes.</returns>
    public nint PlaceOthers(bool reuse)
    {
        ValueBuffer[] others = [.. _prologue.SelectMany(unit => unit.Writes.Select(BufferOf).Concat(unit.Workspaces)).Distinct().Where(buffer => !_numbers.ContainsKey(buffer))];
        foreach (ValueBuffer buffer in others) (buffer.Place, buffer.IsStable) = (null, false);
        (nint bytes, _) = MemoryPlanner.Place(others, reuse);
        foreach (ValueBuffer buffer in others) (buffer.Place, buffer.IsStable) = (buffer.Place!.Value with { Space = Spaces.Prepared }, true);
        return bytes;
    }

    /// <summary>The prologue's steps, with what leads to what.</summary>
    public PreparedStep[] Steps(IReadOnlyList<Step> steps) => [.. _prologue.Select((unit, index) => new PreparedStep(
        steps[index],
        [.. unit.AllReads.Where(tensor => tensor.Literal is null).Select(BufferOf).Where(buffer => !_numbers.ContainsKey(buffer) && _makers.ContainsKey(buffer))
            .Select(buffer => _makers[buffer]).Concat(unit.After.Where(_positions.ContainsKey).Select(before => _positions[before])).Where(before => before != index).Distinct()],
        [.. unit.Writes.Select(BufferOf).Where(_numbers.ContainsKey).Select(buffer => _numbers[buffer]).Distinct()],
        unit.Writes.Count == 0))];

    private ValueBuffer BufferOf(Tensor tensor) => _context.ViewOf(tensor).Buffer.Root;

    // In the store where it can be said what it is; else this plan's alone.
    private KeptValue Find(Tensor value, nint bytes)
    {
        (string layout, Tensor source) = _context.Layouts.TryGetValue(value, out (string Layout, Tensor Source) known) ? known : ("", value);
        Dictionary<Tensor, int> numbers = new(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < _graph.Parameters.Count; index++) numbers[_graph.Parameters[index].Tensor] = index;
        List<Node> nodes = TopologicalOrder.Of([source], tensor => numbers.ContainsKey(tensor) ? null : tensor.Producer);
        Tensor[] read = [.. nodes.SelectMany(node => node.Inputs).Append(source).Distinct()];
        int[] leaves = [.. read.Where(numbers.ContainsKey).Select(tensor => numbers[tensor])];
        bool isWhole = read.All(tensor => tensor.Literal is not null || tensor.Producer is not null || numbers.ContainsKey(tensor));
        if (!isWhole) leaves = [.. Enumerable.Range(0, _graph.Parameters.Count).Where(index => _context.Stable.Contains(_graph.Parameters[index].Tensor))];
        object[] owners = [.. leaves.Select(index => _graph.Parameters[index].Origin).OfType<object>()];
        if (!isWhole || owners.Length < leaves.Length) return new KeptValue(new PreparedValue(null, bytes), leaves);
        var expression = new GraphSignature(new Graph([.. leaves.Select(index => _graph.Parameters[index])], nodes, [source], []));
        return new KeptValue(PreparedStore.Find(new PreparedKey(expression, layout, owners), bytes), leaves);
    }
}
