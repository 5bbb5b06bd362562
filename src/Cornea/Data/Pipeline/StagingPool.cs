namespace Cornea.Data;

/// <summary>Memory that the stages of one enumeration write elements into, used again and again.</summary>
/// <remarks>The thread that prefetches takes memory, and the consumer's gives it back.</remarks>
internal sealed class StagingPool
{
    private readonly Dictionary<nint, Stack<Storage>> _free = [];
    private readonly Dictionary<int, Stack<Token[]>> _freeTokens = [];
    private readonly HashSet<Storage> _rented = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _guard = new();

    public Storage Rent(nint bytes)
    {
        lock (_guard)
        {
            Storage storage = _free.TryGetValue(bytes, out Stack<Storage>? stack) && stack.TryPop(out Storage? free)
                ? free
                : Storage.Allocate(bytes);
            _rented.Add(storage);
            return storage;
        }
    }

    /// <summary>Takes memory back. Memory of others, such as the user's tensors, is left alone.</summary>
    public void Return(Storage storage)
    {
        lock (_guard)
        {
            if (!_rented.Remove(storage)) return;
            if (!_free.TryGetValue(storage.Bytes, out Stack<Storage>? stack)) _free[storage.Bytes] = stack = new Stack<Storage>();
            stack.Push(storage);
        }
    }

    /// <summary>Lets somebody keep memory for good.</summary>
    public void Forget(Storage storage)
    {
        lock (_guard) _rented.Remove(storage);
    }

    /// <summary>Room for so many tokens.</summary>
    public Token[] RentTokens(int count)
    {
        lock (_guard)
        {
            if (_freeTokens.TryGetValue(count, out Stack<Token[]>? stack) && stack.TryPop(out Token[]? free)) return free;
        }

        return new Token[count];
    }

    /// <summary>Takes tokens back, which stand for nothing any more.</summary>
    public void Return(Token[] tokens)
    {
        Array.Clear(tokens);
        lock (_guard)
        {
            if (!_freeTokens.TryGetValue(tokens.Length, out Stack<Token[]>? stack)) _freeTokens[tokens.Length] = stack = new Stack<Token[]>();
            stack.Push(tokens);
        }
    }
}
