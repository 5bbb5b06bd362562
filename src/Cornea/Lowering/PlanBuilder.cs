using Cornea.Graphs;

namespace Cornea.Lowering;

/// <summary>From units to a plan: where outputs and assigned variables are written, in which order units run, where values lie.</summary>
internal sealed class PlanBuilder
{
    private readonly PlanDraft _draft;
    private readonly LoweringOptions _options;
    private readonly Func<Tensor, Tensor, Unit> _copy;
    private readonly UnitGraph _units;
    private readonly List<(Operand Place, Tensor Value)> _results = [];

    /// <param name="draft">All units that compute something.</param>
    /// <param name="options">What is to be left out.</param>
    /// <param name="copy">Makes the unit that copies one value to another.</param>
    public PlanBuilder(PlanDraft draft, LoweringOptions options, Func<Tensor, Tensor, Unit> copy)
    {
        _draft = draft;
        _options = options;
        _copy = copy;
        _units = new UnitGraph(draft);
    }

    private Graph Graph => _draft.Graph;

    /// <summary>The units that run once, those of each run, and the memory that they need.</summary>
    public Schedule Build()
    {
        _units.MarkStable();
        foreach (Unit unit in _draft.Units.Where(unit => unit.IsStable))
            foreach (ValueBuffer buffer in unit.Writes.Select(BufferOf).Concat(unit.Workspaces)) buffer.IsStable = true;
        PlaceOutputs();
        PlaceAssignments();
        WritersComeAfterWhatCanFail();
        List<Unit> order = _units.Sort();
        FindLifetimes(order);
        if (_options.ReuseMemory) ShareInPlace(order);
        IEnumerable<ValueBuffer> buffers = order.SelectMany(unit => unit.Writes.Select(BufferOf).Concat(unit.Workspaces)).Distinct();
        (nint arena, nint prepared) = MemoryPlanner.Place(buffers, _options.ReuseMemory);
        AvailableMemory.Check(arena, () => Largest(order));
        var schedule = new Schedule(
            [.. order.Where(unit => unit.IsStable)],
            [.. order.Where(unit => !unit.IsStable)],
            arena,
            prepared,
            [.. Enumerable.Range(0, Graph.Parameters.Count).Where(index => _draft.Stable.Contains(Graph.Parameters[index].Tensor))]);
        if (PlanVerifier.IsOn) new PlanVerifier(_draft, schedule).Check(_results);
        return schedule;
    }

    private ValueBuffer BufferOf(Tensor tensor) => _draft.ViewOf(tensor).Buffer;

    // The value that takes most of the memory, by the layer that it belongs to.
    private static string Largest(List<Unit> order)
    {
        Tensor largest = order.SelectMany(unit => unit.Writes).MaxBy(tensor => tensor.Spec.Bytes)!;
        return largest.Producer is { } node ? $"{node.Layer ?? "Graph"}: {node.Op.Name} to {largest.Spec}" : $"Graph: {largest.Spec}";
    }

    // A result is written straight into the caller's memory where its kernel writes it whole.
    private void PlaceOutputs()
    {
        for (int index = 0; index < Graph.Outputs.Count; index++)
        {
            Tensor output = Graph.Outputs[index];
            var place = new Operand(Spaces.FirstParameter + Graph.Parameters.Count + index, 0);
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
        var targets = Graph.Assignments.Select(assignment => BufferOf(assignment.Target.Tensor)).ToHashSet();
        (Parameter Target, Tensor Value)[] assignments = [.. Graph.Assignments.Select(assignment => (
            assignment.Target,
            assignment.Value.Literal is null && targets.Contains(BufferOf(assignment.Value)) ? Saved(assignment.Value) : assignment.Value))];
        var copies = new List<(Parameter Target, Tensor Value)>();
        HashSet<Unit> early = _units.LeadingTo(_draft.Units.Where(unit => unit.CanFail));
        foreach ((Parameter target, Tensor value) in assignments)
            if (!_options.AssignInPlace || !WritesInPlace(target, value, early)) copies.Add((target, value));

        foreach ((Parameter target, Tensor value) in copies)
        {
            ValueBuffer buffer = BufferOf(target.Tensor);
            Unit copy = Copy(value, buffer.Place!.Value);
            copy.After.UnionWith(_units.ReadersOf(buffer).Where(reader => reader != copy));
            copy.WritesVariable = true;
        }
    }

    // Early are the units that what can fail waits for: none of them may write a variable.
    private bool WritesInPlace(Parameter target, Tensor value, HashSet<Unit> early)
    {
        ValueBuffer buffer = BufferOf(target.Tensor);
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
        View view = _draft.ViewOf(tensor);
        writer = _units.WriterOf(view.Buffer);
        return writer is not null && view.Offset == 0 && view.Buffer.Bytes == tensor.Spec.Bytes && view.Buffer.Place is null;
    }

    private Tensor Saved(Tensor value)
    {
        Tensor saved = Tensor.Placeholder(value.Spec);
        Add(_copy(value, saved));
        return saved;
    }

    private Unit Copy(Tensor value, Operand destination)
    {
        Tensor copy = Tensor.Placeholder(value.Spec);
        BufferOf(copy).Place = destination;
        _results.Add((destination, copy));
        return Add(_copy(value, copy));
    }

    private Unit Add(Unit unit)
    {
        _draft.Add(unit, int.MaxValue);
        _units.Add(unit);
        return unit;
    }

    // Nothing can wait in a circle by this: a unit that writes a variable leads to none that can fail.
    private void WritersComeAfterWhatCanFail()
    {
        Unit[] failing = [.. _draft.Units.Where(unit => unit.CanFail)];
        foreach (Unit unit in _draft.Units.Where(unit => unit.WritesVariable)) unit.After.UnionWith(failing);
    }

    private void FindLifetimes(List<Unit> order)
    {
        for (int position = 0; position < order.Count; position++)
        {
            Unit unit = order[position];
            IEnumerable<ValueBuffer> used = unit.AllReads.Where(tensor => tensor.Literal is null).Concat(unit.Writes).Select(BufferOf).Concat(unit.Workspaces);
            foreach (ValueBuffer buffer in used)
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
            HashSet<ValueBuffer> taken = [.. unit.Reads.Where(tensor => tensor.Literal is null).Select(tensor => BufferOf(tensor).Root)];
            foreach (Tensor output in unit.InPlaceWrites)
            {
                ValueBuffer buffer = BufferOf(output);
                if (buffer.Place is not null || buffer.IsStable) continue;
                foreach (Tensor input in unit.ReadsInPlace)
                {
                    ValueBuffer root = BufferOf(input).Root;
                    if (root.Place is not null || root.IsStable || root.Bytes != buffer.Bytes || root.Last != position) continue;
                    if (_draft.ViewOf(input).Offset != 0 || !taken.Add(root)) continue;
                    buffer.ShareWith(root);
                    break;
                }
            }
        }
    }
}
