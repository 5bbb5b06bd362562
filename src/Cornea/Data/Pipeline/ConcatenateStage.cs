namespace Cornea.Data;

/// <summary>The elements of one pipeline, then those of another.</summary>
internal sealed class ConcatenateStage(Stage first, Stage second) : Stage
{
    public override long? Count => first.Count + second.Count;

    public override bool IsEndless => first.IsEndless || second.IsEndless;

    public override ElementSpec? Spec => first.Spec is { } spec && spec.Equals(second.Spec) ? spec : null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>>[] opens = [first.Begin(pool), second.Begin(pool)];
        return round => Both(opens, round, pool);
    }

    public override Element Load(in Token token, StagingPool pool)
    {
        Element element = Of(token).Load(token.Members[0], pool);
        pool.Return(token.Members);
        return element;
    }

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        foreach (Token token in tokens)
            if (token.Row != tokens[0].Row) return StackRows(tokens, pool);
        Stage source = Of(tokens[0]);
        Token[] inner = pool.RentTokens(tokens.Length);
        for (int row = 0; row < inner.Length; row++)
        {
            inner[row] = tokens[row].Members[0];
            pool.Return(tokens[row].Members);
        }

        Element rows = source.LoadRows(inner, pool);
        pool.Return(inner);
        return rows;
    }

    private static IEnumerator<Token> Both(Func<ulong, IEnumerator<Token>>[] opens, ulong round, StagingPool pool)
    {
        for (int source = 0; source < opens.Length; source++)
        {
            using IEnumerator<Token> tokens = opens[source](round);
            while (tokens.MoveNext())
            {
                Token[] inner = pool.RentTokens(1);
                inner[0] = tokens.Current;
                yield return new Token(source, inner);
            }
        }
    }

    private Stage Of(in Token token) => token.Row == 0 ? first : second;
}
