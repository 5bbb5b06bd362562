using Cornea.Cpu.Prepared;
using Cornea.Cpu.Steps;
using Cornea.Graphs;

namespace Cornea.Cpu.Lowering;

/// <summary>From units to a plan: where outputs and assigned variables are written, in which order units run, where values lie.</summary>
internal sealed class PlanBuilder
{
    private readonly Graph _graph;
    private readonly LoweringContext _context;
    private readonly LoweringOptions _options;
    private readonly UnitGraph _units;
    private readonly ConstantPool _constants = new();
    private readonly List<(Operand Place, Tensor Value)> _results = [];
    private readonly bool _isInner;

    public PlanBuilder(Graph graph, LoweringContext context, LoweringOptions options, bool isInner)
    {
        _isInner = isInner;
        _graph = graph;
        _context = context;
        _options = options;
        _units = new UnitGraph(context);
    }

    /// <summary>The steps that run once, those of each run, and the memory that they need.</summary>
    public (PreparedStep[] Prologue, Step[] Steps, PlanLayout Layout) Build()
    {
        _units.MarkStable();
        foreach (Unit unit in _context.Units.Where(unit => unit.IsStable))
            foreach (Buffer buffer in unit.Writes.Select(BufferOf).Concat(unit.Workspaces)) buffer.IsStable = true;
        PlaceOutputs();
        PlaceAssignments();
        WritersComeAfterWhatCanFail();
        List<Unit> order = _units.Sort();
        FindLifetimes(order);
        if (_options.ReuseMemory) ShareInPlace(order);
        IEnumerable<Buffer> buffers = order.SelectMany(unit => unit.Writes.Select(BufferOf).Concat(unit.Workspaces)).Distinct();
        (nint arena, nint prepared) = MemoryPlanner.Place(buffers, _options.ReuseMemory);
        KeptValues? kept = null;
        if (!_isInner)
        {
            kept = new KeptValues(_graph, _context, [.. order.Where(unit => unit.IsStable)], order.Where(unit => !unit.IsStable));
            prepared = kept.PlaceOthers(_options.ReuseMemory);
        }

        (Unit Unit, Step Step)[] steps = [.. order.Select(unit => (unit, unit.Make(new Placement(unit, _context, _constants))))];
        int[] stable = [.. Enumerable.Range(0, _graph.Parameters.Count).Where(index => _context.Stable.Contains(_graph.Parameters[index].Tensor))];
        var layout = new PlanLayout(
            _graph.Parameters.Count,
            _graph.Outputs.Count,
            arena,
            prepared,
            steps.Select(pair => pair.Step.ScratchBytes).Append(0).Max(),
            _constants.Build(),
            stable,
            [.. _context.Inner],
            kept?.Values ?? []);
        if (PlanVerifier.IsOn) new PlanVerifier(_graph, _context, layout).Check(order, _results);
        Step[] prologue = [.. steps.Where(pair => pair.Unit.IsStable).Select(pair => pair.Step)];
        return (
            kept?.Steps(prologue) ?? [.. prologue.Select(step => new PreparedStep(step, [], [], IsCheck: false))],
            [.. steps.Where(pair => !pair.Unit.IsStable).Select(pair => pair.Step)],
            layout);
    }

    private Buffer BufferOf(Tensor tensor) => _context.ViewOf(tensor).Buffer;

    // A result is written straight into the caller's memory where its kernel writes it whole.
    private void PlaceOutputs()
    {
        for (int index = 0; index < _graph.Outputs.Count; index++)
        {
            Tensor output = _graph.Outputs[index];
            var place = new Operand(Regions.FirstParameter + _graph.Parameters.Count + index, 0);
            if (IsWrittenWhole(output, out Unit? writer) && !writer.IsStable)
            {
                BufferOf(output).Place = place;
                _results.Add((place, output));
            }
            else Copy(output, place);
        }
    }

    private void PlaceAssignments()
    {
        // What an assigned variable held before may be another's new value: it is saved before anything is overwritten.
        var targets = _graph.Assignments.Select(assignment => BufferOf(assignment.Target.Tensor)).ToHashSet();
        (Parameter Target, Tensor Value)[] assignments = [.. _graph.Assignments.Select(assignment => (
            assignment.Target,
            assignment.Value.Literal is null && targets.Contains(BufferOf(assignment.Value)) ? Saved(assignment.Value) : assignment.Value))];
        var copies = new List<(Parameter Target, Tensor Value)>();
        HashSet<Unit> early = _units.LeadingTo(_context.Units.Where(unit => unit.CanFail));
        foreach ((Parameter target, Tensor value) in assignments)
            if (!_options.AssignInPlace || !WritesInPlace(target, value, early)) copies.Add((target, value));

        foreach ((Parameter target, Tensor value) in copies)
        {
            Buffer buffer = BufferOf(target.Tensor);
            Unit copy = Copy(value, buffer.Place!.Value);
            copy.After.UnionWith(_units.ReadersOf(buffer).Where(reader => reader != copy));
            copy.WritesVariable = true;
        }
    }

    // Early are the units that what can fail waits for: none of them may write a variable.
    private bool WritesInPlace(Parameter target, Tensor value, HashSet<Unit> early)
    {
        Buffer buffer = BufferOf(target.Tensor);
        if (!IsWrittenWhole(value, out Unit? writer) || writer.IsStable || early.Contains(writer)) return false;
        if (writer.Reads.Exists(tensor => tensor.Literal is null && BufferOf(tensor) == buffer)) return false;
        if (writer.ReadsInPlace.Exists(tensor => BufferOf(tensor) == buffer) && !writer.InPlaceWrites.Contains(value)) return false;
        Unit[] readers = [.. _units.ReadersOf(buffer).Where(reader => reader != writer)];
        if (_units.Reaches(writer, readers)) return false;
        writer.After.UnionWith(readers);
        _units.AddEdges(readers, writer);
        BufferOf(value).Place = buffer.Place;
        _results.Add((buffer.Place!.Value, value));
        writer.WritesVariable = true;
        return true;
    }

    private bool IsWrittenWhole(Tensor tensor, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Unit? writer)
    {
        writer = null;
        if (tensor.Literal is not null) return false;
        View view = _context.ViewOf(tensor);
        writer = _units.WriterOf(view.Buffer);
        return writer is not null && view.Offset == 0 && view.Buffer.Bytes == tensor.Spec.Bytes && view.Buffer.Place is null;
    }

    private Tensor Saved(Tensor value)
    {
        Tensor saved = Tensor.Placeholder(value.Spec);
        Add(new Unit { Reads = [value], Writes = [saved], Make = place => new CopyStep(place[value], place[saved], value.Spec) });
        return saved;
    }

    private Unit Copy(Tensor value, Operand destination)
    {
        Tensor copy = Tensor.Placeholder(value.Spec);
        BufferOf(copy).Place = destination;
        _results.Add((destination, copy));
        return Add(new Unit { Reads = [value], Writes = [copy], Make = place => new CopyStep(place[value], place[copy], value.Spec) });
    }

    private Unit Add(Unit unit)
    {
        _context.Add(unit, int.MaxValue);
        _units.Add(unit);
        return unit;
    }

    // Nothing can wait in a circle by this: a unit that writes a variable leads to none that can fail.
    private void WritersComeAfterWhatCanFail()
    {
        Unit[] failing = [.. _context.Units.Where(unit => unit.CanFail)];
        foreach (Unit unit in _context.Units.Where(unit => unit.WritesVariable)) unit.After.UnionWith(failing);
    }

    private void FindLifetimes(List<Unit> order)
    {
        for (int position = 0; position < order.Count; position++)
        {
            Unit unit = order[position];
            IEnumerable<Buffer> used = unit.AllReads.Where(tensor => tensor.Literal is null).Concat(unit.Writes).Select(BufferOf).Concat(unit.Workspaces);
            foreach (Buffer buffer in used)
            {
                buffer.First = Math.Min(buffer.First, position);
                buffer.Last = Math.Max(buffer.Last, position);
            }
        }
    }

    private void ShareInPlace(List<Unit> order)
    {
        for (int position = 0; position < order.Count; position++)
        {
            Unit unit = order[position];
            if (unit.InPlaceWrites.Count == 0) continue;

            // What the kernel itself reads, under whatever view, isn't free before the unit has ended.
            HashSet<Buffer> taken = [.. unit.Reads.Where(tensor => tensor.Literal is null).Select(tensor => BufferOf(tensor).Root)];
            foreach (Tensor output in unit.InPlaceWrites)
            {
                Buffer buffer = BufferOf(output);
                if (buffer.Place is not null || buffer.IsStable) continue;
                foreach (Tensor input in unit.ReadsInPlace)
                {
                    Buffer root = BufferOf(input).Root;
                    if (root.Place is not null || root.IsStable || root.Bytes != buffer.Bytes || root.Last != position) continue;
                    if (_context.ViewOf(input).Offset != 0 || !taken.Add(root)) continue;
                    buffer.ShareWith(root);
                    break;
                }
            }
        }
    }
}
