namespace Cornea.Data;

/// <summary>The elements of several pipelines side by side, as long as all have one.</summary>
internal sealed class ZipStage(Stage[] inputs) : Stage
{
    public override long? Count => inputs.Where(input => !input.IsEndless).Select(input => input.Count) is var counts
        && counts.All(count => count is not null) ? counts.Min() : null;

    public override bool IsEndless => inputs.All(input => input.IsEndless);

    public override ElementSpec? Spec => inputs.Select(input => input.Spec).ToArray() is var specs && specs.All(spec => spec is not null)
        ? ElementSpec.Merged(specs!, out _)
        : null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>>[] opens = Array.ConvertAll(inputs, input => input.Begin(pool));
        return round => SideBySide(Array.ConvertAll(opens, open => open(round)), pool);
    }

    public override Element Load(in Token token, StagingPool pool)
    {
        var parts = new Element[inputs.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = inputs[i].Load(token.Members[i], pool);
        pool.Return(token.Members);
        return Merged(parts);
    }

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        var parts = new Element[inputs.Length];
        Token[] inner = pool.RentTokens(tokens.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            for (int row = 0; row < inner.Length; row++) inner[row] = tokens[row].Members[i];
            parts[i] = inputs[i].LoadRows(inner, pool);
        }

        pool.Return(inner);
        foreach (Token token in tokens) pool.Return(token.Members);
        return Merged(parts);
    }

    private static Element Merged(Element[] parts)
    {
        ElementSpec spec = ElementSpec.Merged(Array.ConvertAll(parts, part => part.Spec), out (int Part, int Component)[] sources);
        return new Element(spec, Array.ConvertAll(sources, source => parts[source.Part].Values[source.Component]));
    }

    private static IEnumerator<Token> SideBySide(IEnumerator<Token>[] sources, StagingPool pool)
    {
        try
        {
            while (true)
            {
                Token[] members = pool.RentTokens(sources.Length);
                for (int i = 0; i < sources.Length; i++)
                {
                    if (!sources[i].MoveNext())
                    {
                        foreach (Token member in members.AsSpan(0, i)) member.Discard(pool);
                        yield break;
                    }

                    members[i] = sources[i].Current;
                }

                yield return new Token(members);
            }
        }
        finally
        {
            foreach (IEnumerator<Token> source in sources) source.Dispose();
        }
    }
}
