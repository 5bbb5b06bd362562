namespace Cornea.Graphs;

/// <summary>
/// The bound for all compiled plans of the process, of loose tensors, functions and models: so many bytes together; what was used longest ago
/// goes first.
/// </summary>
/// <remarks>
/// The plans lie in the tables of those who asked for them, and live no longer than those: here each is known by a weak reference. A use
/// writes a number and takes no lock.
/// </remarks>
/// <param name="byteLimit">What plans may hold beside the one used last, which stays in any case.</param>
internal sealed class PlanCache(long byteLimit)
{
    private const long LeastLimit = 1L << 28;
    private const int LimitPart = 4; // Of the memory there is.
    private const int LeastPlans = 64;

    private readonly Lock _lock = new();
    private List<WeakReference<CachedPlan>> _plans = [];
    private long _bytes; // Of the plans above at most: some are gone, and what they hold together was counted for each.
    private int _lookAt = LeastPlans; // So many are looked through for some that are gone.
    private long _uses;

    /// <summary>The one of the process.</summary>
    public static PlanCache Shared { get; } = new(Math.Max(LeastLimit, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / LimitPart));

    /// <summary>What all plans that are held hold together.</summary>
    public long HeldBytes
    {
        get
        {
            var counted = new HashSet<IPlan>(ReferenceEqualityComparer.Instance);
            lock (_lock) return Living().Sum(plan => plan.BytesBeside(counted));
        }
    }

    /// <summary>The number of the next use: the greater, the later.</summary>
    public long NextUse() => Interlocked.Increment(ref _uses);

    /// <summary>Takes a new plan in, and lets go of others where that makes it too many bytes.</summary>
    public void Add(CachedPlan newest)
    {
        lock (_lock)
        {
            if (_bytes > byteLimit || _plans.Count >= _lookAt) LetGo();
            _plans.Add(new WeakReference<CachedPlan>(newest));
            _bytes += newest.BytesBeside(new HashSet<IPlan>(ReferenceEqualityComparer.Instance));
        }
    }

    // The one used last stays in any case. An eighth more than must be goes, so that a full cache isn't gone through for each new plan.
    private void LetGo()
    {
        CachedPlan[] plans = [.. Living().OrderByDescending(plan => plan.LastUse)];
        var counted = new HashSet<IPlan>(ReferenceEqualityComparer.Instance);
        long[] bytes = [.. plans.Select(plan => plan.BytesBeside(counted))];
        long most = bytes.Skip(1).Sum() <= byteLimit ? byteLimit : byteLimit - (byteLimit / 8), held = 0;
        _plans = [];
        for (int index = 0; index < plans.Length; index++)
        {
            if (index > 0 && held + bytes[index] > most)
            {
                plans[index].Drop();
                continue;
            }

            if (index > 0) held += bytes[index];
            _plans.Add(new WeakReference<CachedPlan>(plans[index]));
        }

        (_bytes, _lookAt) = (held, Math.Max(LeastPlans, 2 * _plans.Count));
    }

    private IEnumerable<CachedPlan> Living()
    {
        foreach (WeakReference<CachedPlan> plan in _plans)
            if (plan.TryGetTarget(out CachedPlan? living) && !living.IsDropped) yield return living;
    }
}
