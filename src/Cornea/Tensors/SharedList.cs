namespace Cornea;

/// <summary>A short list that seldom changes and is read on any thread at any time: a reader sees it as it stood at one moment.</summary>
internal sealed class SharedList<T>
{
    private readonly Lock _guard = new();
    private volatile T[] _items = [];

    /// <summary>The list as it stands now; it never changes.</summary>
    public IReadOnlyList<T> Now => _items;

    public void Add(T item)
    {
        lock (_guard) _items = [.. _items, item];
    }

    /// <summary>Adds what isn't there yet; false where it is.</summary>
    public bool AddNew(T item)
    {
        if (_items.Contains(item)) return false;
        lock (_guard)
        {
            if (_items.Contains(item)) return false;
            _items = [.. _items, item];
            return true;
        }
    }

    /// <summary>Keeps only some.</summary>
    public void Keep(Func<T, bool> isKept)
    {
        lock (_guard) _items = [.. _items.Where(isKept)];
    }
}
