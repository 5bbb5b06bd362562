namespace Cornea.Graphs;

/// <summary>Compiled plans of loose tensors by the structure of their graph; the least recently used goes when there are too many.</summary>
internal sealed class PlanCache
{
    private const int Capacity = 512;
    private readonly Lock _lock = new();
    private readonly Dictionary<GraphSignature, LinkedListNode<(GraphSignature Key, IExecutable Plan)>> _entries = [];
    private readonly LinkedList<(GraphSignature Key, IExecutable Plan)> _recent = new();

    public int Count => _entries.Count;

    public IExecutable GetOrAdd(Graph graph, Func<Graph, IExecutable> compile)
    {
        var signature = new GraphSignature(graph);
        lock (_lock)
        {
            if (_entries.TryGetValue(signature, out var entry))
            {
                _recent.Remove(entry);
                _recent.AddFirst(entry);
                return entry.Value.Plan;
            }
        }

        IExecutable plan = compile(graph); // Outside the lock: two threads may compile the same graph, and both results are right.
        lock (_lock)
        {
            if (_entries.TryGetValue(signature, out var entry)) return entry.Value.Plan;
            _entries[signature] = _recent.AddFirst((signature, plan));
            if (_entries.Count > Capacity)
            {
                _entries.Remove(_recent.Last!.Value.Key);
                _recent.RemoveLast();
            }
        }

        return plan;
    }
}
