namespace Cornea;

/// <summary>A list that seldom changes and is read on any thread at any time: a reader sees it as it stood at one moment.</summary>
internal sealed class SharedList<T>
{
    private readonly Lock _guard = new();
    private readonly List<T> _items = [];
    private volatile T[]? _now; // Made when somebody reads: items are often added many at a time.

    /// <summary>The list as it stands now; it never changes.</summary>
    public IReadOnlyList<T> Now
    {
        get
        {
            if (_now is { } now) return now;
            lock (_guard) return _now = [.. _items];
        }
    }

    public void Add(T item)
    {
        lock (_guard)
        {
            _items.Add(item);
            _now = null;
        }
    }

    /// <summary>Adds what isn't there yet; false where it is.</summary>
    public bool AddNew(T item)
    {
        if (Now.Contains(item)) return false;
        lock (_guard)
        {
            if (_items.Contains(item)) return false;
            _items.Add(item);
            _now = null;
            return true;
        }
    }

    /// <summary>Keeps only some.</summary>
    public void Keep(Func<T, bool> isKept)
    {
        lock (_guard)
        {
            _items.RemoveAll(item => !isKept(item));
            _now = null;
        }
    }
}
