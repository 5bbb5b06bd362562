using System.Collections;

namespace Cornea.Data;

/// <summary>The consumer's end of what is made ahead. Disposed or forgotten, it ends the threads.</summary>
internal sealed class AheadEnumerator(AheadQueue queue) : IEnumerator<Token>
{
    /// <summary>Elements made ahead by threads; where there can be none, each when it is asked for.</summary>
    /// <inheritdoc cref="AheadQueue(Func{IEnumerator{Token}}, Func{Token, Token}, int, int)" path="/param"/>
    public static IEnumerator<Token> Start(Func<IEnumerator<Token>> open, Func<Token, Token> load, int threads, int capacity) =>
        OperatingSystem.IsBrowser() ? OnDemand(open, load) : new AheadEnumerator(new AheadQueue(open, load, threads, capacity));

    /// <summary>Elements made by the one who asks for them.</summary>
    internal static IEnumerator<Token> OnDemand(Func<IEnumerator<Token>> open, Func<Token, Token> load)
    {
        using IEnumerator<Token> source = open();
        while (source.MoveNext()) yield return load(source.Current);
    }

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
