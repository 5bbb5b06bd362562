using System.Collections.Concurrent;

namespace Cornea.Graphs;

/// <summary>
/// The compiled plans of one owner, by what they were compiled for. Each is compiled once: who wants the same one waits for it, everybody else
/// goes on. How many bytes they may hold is up to the cache.
/// </summary>
internal sealed class PlanTable<TKey, TPlan>(PlanCache cache)
    where TKey : notnull
    where TPlan : class, IPlan
{
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();

    public int Count => _entries.Count;

    /// <summary>The plan for a key; null if nobody has asked for it yet.</summary>
    public TPlan? Find(TKey key) => _entries.TryGetValue(key, out Entry? entry) ? entry.Plan(cache) : null;

    /// <summary>The plan for a key; compiled now if it isn't there.</summary>
    public TPlan GetOrCompile(TKey key, Func<TPlan> compile)
    {
        if (!_entries.TryGetValue(key, out Entry? entry)) entry = _entries.GetOrAdd(key, new Entry(this, key, compile));
        return entry.Plan(cache);
    }

    /// <summary>
    /// The plan for a key; if it isn't there, traced now, by one thread of the process at a time, and compiled when others may trace again.
    /// </summary>
    /// <param name="key">What it's for.</param>
    /// <param name="trace">Runs the code that emits the graph, and gives what compiles it.</param>
    public TPlan GetOrTrace(TKey key, Func<Func<TPlan>> trace)
    {
        if (!_entries.TryGetValue(key, out Entry? entry))
            lock (BuildLock.Shared)
                if (!_entries.TryGetValue(key, out entry)) _entries[key] = entry = new Entry(this, key, trace());
        return entry.Plan(cache);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => _entries.Clear();

    private sealed class Entry(PlanTable<TKey, TPlan> table, TKey key, Func<TPlan> compile) : CachedPlan
    {
        private readonly Lock _compiling = new();
        private volatile TPlan? _plan;
        private Func<TPlan>? _compile = compile;

        public override long BytesBeside(HashSet<IPlan> counted) =>
            _plan is not { } plan ? 0 : plan.HeldBytes + plan.HeldTogether.Where(counted.Add).Sum(shared => shared.HeldBytes);

        public override bool IsDropped => !table._entries.TryGetValue(key, out Entry? present) || !ReferenceEquals(present, this);

        public TPlan Plan(PlanCache cache)
        {
            LastUse = cache.NextUse();
            return _plan ?? Compile(cache);
        }

        public override void Drop() => table._entries.TryRemove(KeyValuePair.Create(key, this));

        private TPlan Compile(PlanCache cache)
        {
            lock (_compiling)
            {
                if (_plan is { } known) return known;
                try
                {
                    _plan = _compile!();
                    _compile = null;
                }
                catch
                {
                    Drop(); // The next who asks tries again.
                    throw;
                }
            }

            cache.Add(this);
            return _plan;
        }
    }
}
