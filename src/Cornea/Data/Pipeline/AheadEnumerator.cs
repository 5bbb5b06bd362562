using System.Collections;
using System.Runtime.Versioning;

namespace Cornea.Data;

/// <summary>The consumer's end of what is made ahead. Disposed or forgotten, it ends the threads.</summary>
[UnsupportedOSPlatform("browser")]
internal sealed class AheadEnumerator(AheadQueue queue) : IEnumerator<Token>
{
    private Token _current;

    ~AheadEnumerator() => queue.Stop();

    public Token Current => _current;

    object IEnumerator.Current => Current;

    public bool MoveNext() => queue.TryNext(out _current);

    public void Reset() => throw new NotSupportedException();

    public void Dispose()
    {
        queue.Stop();
        GC.SuppressFinalize(this);
    }
}
