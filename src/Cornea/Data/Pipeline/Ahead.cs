namespace Cornea.Data;

/// <summary>Elements made before they are asked for.</summary>
internal static class Ahead
{
    /// <summary>Elements made by threads; where there can be none, in a browser, each when it is asked for.</summary>
    /// <inheritdoc cref="AheadQueue(Func{IEnumerator{Token}}, Func{Token, Token}, int, int)" path="/param"/>
    public static IEnumerator<Token> Start(Func<IEnumerator<Token>> open, Func<Token, Token> load, int threads, int capacity)
    {
        if (OperatingSystem.IsBrowser()) return OnDemand(open, load);
        return new AheadEnumerator(new AheadQueue(open, load, threads, capacity));
    }

    /// <summary>Elements made by the one who asks for them.</summary>
    public static IEnumerator<Token> OnDemand(Func<IEnumerator<Token>> open, Func<Token, Token> load)
    {
        using IEnumerator<Token> source = open();
        while (source.MoveNext()) yield return load(source.Current);
    }
}
