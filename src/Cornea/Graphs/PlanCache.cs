namespace Cornea.Graphs;

/// <summary>Compiled plans of loose tensors by the structure of their graph, bounded by the bytes they hold; the least recently used goes first.</summary>
/// <param name="byteLimit">Arenas, prepared values and the plans' own objects may hold so much together; the newest plan stays in any case.</param>
internal sealed class PlanCache(long byteLimit = 1L << 28)
{
    private const long BytesOfAPlan = 16 << 10; // Its steps, closures and signature, about.
    private readonly Lock _lock = new();
    private readonly Dictionary<GraphSignature, LinkedListNode<(GraphSignature Key, IExecutable Plan)>> _entries = [];
    private readonly LinkedList<(GraphSignature Key, IExecutable Plan)> _recent = new();
    private long _bytes;

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
            _bytes += SizeOf(plan);
            while (_bytes > byteLimit && _entries.Count > 1)
            {
                (GraphSignature oldest, IExecutable dropped) = _recent.Last!.Value;
                _entries.Remove(oldest);
                _recent.RemoveLast();
                _bytes -= SizeOf(dropped);
            }
        }

        return plan;
    }

    private static long SizeOf(IExecutable plan) => BytesOfAPlan + plan.HeldBytes;
}
