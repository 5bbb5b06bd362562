namespace Cornea.Data;

/// <summary>So many elements at a time, stacked along a new first axis.</summary>
internal sealed class BatchStage(Stage input, int batchSize, bool dropRemainder) : Stage
{
    private bool AllAreWhole => dropRemainder || input.IsEndless || input.Count % batchSize == 0;

    public override long? Count => input.Count is { } count ? (dropRemainder ? count : count + batchSize - 1) / batchSize : null;

    public override bool IsEndless => input.IsEndless;

    public override ElementSpec? Spec => AllAreWhole ? input.Spec?.Stacked(batchSize) : null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => Collect(open(round), pool);
    }

    public override Element Load(in Token token, StagingPool pool)
    {
        Element rows = input.LoadRows(token.Members, pool);
        pool.Return(token.Members);
        return rows;
    }

    private IEnumerator<Token> Collect(IEnumerator<Token> source, StagingPool pool)
    {
        using (source)
        {
            while (true)
            {
                Token[] members = pool.RentTokens(batchSize);
                int count = 0;
                while (count < batchSize && source.MoveNext()) members[count++] = source.Current;
                if (count == batchSize)
                {
                    yield return new Token(members);
                    continue;
                }

                if (dropRemainder) new Token(members[..count]).Discard(pool);
                else if (count > 0) yield return new Token(members[..count]);
                yield break;
            }
        }
    }
}
