using System.Collections;

namespace Cornea.Data;

/// <summary>The consumer's end of prefetching. Disposed or forgotten, it ends the thread.</summary>
internal sealed class PrefetchEnumerator(PrefetchQueue queue) : IEnumerator<Token>
{
    ~PrefetchEnumerator() => queue.Stop();

    public Token Current { get; private set; }

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (queue.Next() is not { } element) return false;
        Current = new Token(element);
        return true;
    }

    public void Reset() => throw new NotSupportedException();

    public void Dispose()
    {
        queue.Stop();
        GC.SuppressFinalize(this);
    }
}
