namespace Cornea.Graphs;

/// <summary>
/// The bound for all compiled plans of the process, of loose tensors, functions and models: so many bytes together; what was used longest ago
/// goes first.
/// </summary>
/// <remarks>
/// The plans lie in the tables of those who asked for them, and live no longer than those: here each is known by a weak reference. A use
/// writes a number and takes no lock.
/// </remarks>
/// <param name="byteLimit">What plans may hold beside the newest one, which stays in any case.</param>
internal sealed class PlanCache(long byteLimit)
{
    private const long LeastLimit = 1L << 28;
    private const int LimitPart = 4; // Of the memory there is.
    private const int LeastPlans = 64;

    private readonly Lock _lock = new();
    private List<WeakReference<CachedPlan>> _plans = [];
    private long _bytes; // Of the plans above, those that are gone meanwhile among them.
    private int _lookAt = LeastPlans; // So many are looked through for some that are gone.
    private long _uses;

    /// <summary>The one of the process.</summary>
    public static PlanCache Shared { get; } = new(Math.Max(LeastLimit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / LimitPart));

    /// <summary>What all plans that are held hold together.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_lock) return Living().Sum(plan => plan.HeldBytes);
        }
    }

    /// <summary>The number of the next use: the greater, the later.</summary>
    public long NextUse() => Interlocked.Increment(ref _uses);

    /// <summary>Takes a new plan in, and lets go of others where that makes it too many bytes.</summary>
    public void Add(CachedPlan newest)
    {
        lock (_lock)
        {
            if (_bytes > byteLimit || _plans.Count >= _lookAt) LetGo(_bytes > byteLimit ? byteLimit - (byteLimit / 8) : byteLimit);
            _plans.Add(new WeakReference<CachedPlan>(newest));
            _bytes += newest.HeldBytes;
        }
    }

    // An eighth more than must be, so that a full cache isn't gone through for each new plan.
    private void LetGo(long limit)
    {
        long held = 0;
        var kept = new List<WeakReference<CachedPlan>>();
        foreach (CachedPlan plan in Living().OrderByDescending(plan => plan.LastUse))
        {
            long bytes = plan.HeldBytes;
            if (held + bytes > limit)
            {
                plan.Drop();
                continue;
            }

            held += bytes;
            kept.Add(new WeakReference<CachedPlan>(plan));
        }

        (_plans, _bytes, _lookAt) = (kept, held, Math.Max(LeastPlans, 2 * kept.Count));
    }

    private IEnumerable<CachedPlan> Living()
    {
        foreach (WeakReference<CachedPlan> plan in _plans)
            if (plan.TryGetTarget(out CachedPlan? living) && !living.IsDropped) yield return living;
    }
}
