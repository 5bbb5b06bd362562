namespace Cornea.Lowering;

/// <summary>Who writes and who reads each buffer, which units must follow which, and one order that keeps to it.</summary>
internal sealed class UnitGraph
{
    private readonly PlanDraft _draft;
    private readonly Dictionary<ValueBuffer, Unit> _writers = [];
    private readonly Dictionary<ValueBuffer, List<Unit>> _readers = [];
    private readonly Dictionary<Unit, List<Unit>> _successors = [];

    public UnitGraph(PlanDraft draft)
    {
        _draft = draft;
        foreach (Unit unit in draft.Units)
            foreach (Tensor tensor in unit.Writes) _writers[draft.ViewOf(tensor).Buffer] = unit;
        foreach (Unit unit in draft.Units) Connect(unit);
    }

    public Unit? WriterOf(ValueBuffer buffer) => _writers.GetValueOrDefault(buffer);

    public IEnumerable<Unit> ReadersOf(ValueBuffer buffer) => _readers.GetValueOrDefault(buffer, []);

    public void Add(Unit unit)
    {
        foreach (Tensor tensor in unit.Writes) _writers[_draft.ViewOf(tensor).Buffer] = unit;
        Connect(unit);
    }

    public void AddEdges(IEnumerable<Unit> before, Unit after)
    {
        foreach (Unit unit in before) Successors(unit).Add(after);
    }

    /// <summary>
    /// Marks the units of the prologue: those that read and write stable values only. A value may be stable and its unit not, as the unit
    /// makes others too; then whoever reads it isn't stable either.
    /// </summary>
    public void MarkStable()
    {
        var others = new Stack<Unit>();
        foreach (Unit unit in _draft.Units)
        {
            unit.IsStable = unit.AllReads.Concat(unit.Writes).All(tensor => tensor.Literal is not null || _draft.Stable.Contains(tensor));
            if (!unit.IsStable) others.Push(unit);
        }

        while (others.TryPop(out Unit? unit))
            foreach (Unit next in Successors(unit).Where(next => next.IsStable))
            {
                next.IsStable = false;
                others.Push(next);
            }
    }

    /// <summary>The units that some of the targets come after, whatever the order, and the targets themselves.</summary>
    public HashSet<Unit> LeadingTo(IEnumerable<Unit> targets)
    {
        var before = new Dictionary<Unit, List<Unit>>();
        foreach ((Unit unit, List<Unit> nexts) in _successors)
            foreach (Unit next in nexts)
            {
                if (!before.TryGetValue(next, out List<Unit>? list)) before[next] = list = [];
                list.Add(unit);
            }

        HashSet<Unit> leading = [.. targets];
        var pending = new Stack<Unit>(leading);
        while (pending.TryPop(out Unit? unit))
            foreach (Unit previous in before.GetValueOrDefault(unit, []))
                if (leading.Add(previous)) pending.Push(previous);
        return leading;
    }

    /// <summary>Whether one of the targets comes after a unit, whatever the order.</summary>
    public bool Reaches(Unit from, IReadOnlyCollection<Unit> targets)
    {
        if (targets.Count == 0) return false;
        var wanted = new HashSet<Unit>(targets);
        var seen = new HashSet<Unit>();
        var pending = new Stack<Unit>();
        pending.Push(from);
        while (pending.TryPop(out Unit? unit))
            foreach (Unit next in _successors.GetValueOrDefault(unit, []))
            {
                if (wanted.Contains(next)) return true;
                if (seen.Add(next)) pending.Push(next);
            }

        return false;
    }

    /// <summary>The program's own order as far as dependencies allow; the prologue's units first.</summary>
    public List<Unit> Sort()
    {
        var waiting = new Dictionary<Unit, int>();
        var followers = new Dictionary<Unit, List<Unit>>();
        foreach (Unit unit in _draft.Units)
        {
            HashSet<Unit> before = Predecessors(unit);
            waiting[unit] = before.Count;
            foreach (Unit predecessor in before)
            {
                if (!followers.TryGetValue(predecessor, out List<Unit>? list)) followers[predecessor] = list = [];
                list.Add(unit);
            }
        }

        var ready = new PriorityQueue<Unit, (bool NotStable, int Order, int Number)>();
        var numbers = new Dictionary<Unit, int>();
        foreach (Unit unit in _draft.Units) numbers[unit] = numbers.Count;
        foreach (Unit unit in _draft.Units.Where(unit => waiting[unit] == 0)) Enqueue(unit);
        var order = new List<Unit>(_draft.Units.Count);
        while (ready.TryDequeue(out Unit? unit, out _))
        {
            order.Add(unit);
            foreach (Unit follower in followers.GetValueOrDefault(unit, []))
                if (--waiting[follower] == 0) Enqueue(follower);
        }

        if (order.Count != _draft.Units.Count) throw new InvalidOperationException("The plan's units wait for each other in a circle.");
        return order;

        void Enqueue(Unit unit) => ready.Enqueue(unit, (!unit.IsStable, unit.Order, numbers[unit]));
    }

    private void Connect(Unit unit)
    {
        foreach (Unit before in unit.After) Successors(before).Add(unit);
        foreach (Tensor tensor in unit.AllReads)
        {
            if (tensor.Literal is not null) continue;
            ValueBuffer buffer = _draft.ViewOf(tensor).Buffer;
            if (!_readers.TryGetValue(buffer, out List<Unit>? readers)) _readers[buffer] = readers = [];
            if (readers.Count == 0 || readers[^1] != unit) readers.Add(unit); // Each unit is connected once.
            if (_writers.TryGetValue(buffer, out Unit? writer) && writer != unit) Successors(writer).Add(unit);
        }
    }

    private List<Unit> Successors(Unit unit)
    {
        if (!_successors.TryGetValue(unit, out List<Unit>? list)) _successors[unit] = list = [];
        return list;
    }

    private HashSet<Unit> Predecessors(Unit unit)
    {
        HashSet<Unit> before = [.. unit.After];
        foreach (Tensor tensor in unit.AllReads)
            if (tensor.Literal is null && _writers.TryGetValue(_draft.ViewOf(tensor).Buffer, out Unit? writer)) before.Add(writer);
        before.Remove(unit);
        return before;
    }
}
