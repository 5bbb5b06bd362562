namespace Cornea.Data;

/// <summary>A pipeline made from each element, and the elements of several of them in turn.</summary>
internal sealed class InterleaveStage(Stage input, Func<Batch, Stage> make, int cycleLength, int blockLength) : Stage
{
    public override long? Count => null;

    public override ElementSpec? Spec => null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => InTurn(open(round), round, pool);
    }

    public override Element Load(in Token token, StagingPool pool) => token.Element;

    private IEnumerator<Token> InTurn(IEnumerator<Token> source, ulong round, StagingPool pool)
    {
        var cycle = new (Stage Stage, IEnumerator<Token> Tokens)?[cycleLength];
        try
        {
            int place = 0, given = 0, open = 0;
            bool isAtEnd = false;
            while (!isAtEnd || open > 0)
            {
                if (cycle[place] is { } present)
                {
                    if (present.Tokens.MoveNext())
                    {
                        yield return new Token(present.Stage.Load(present.Tokens.Current, pool));
                        if (++given < blockLength) continue;
                    }
                    else
                    {
                        present.Tokens.Dispose();
                        cycle[place] = null;
                        open--;
                    }
                }
                else if (!isAtEnd && source.MoveNext())
                {
                    cycle[place] = Open(source.Current, round, pool);
                    open++;
                    continue;
                }
                else
                {
                    isAtEnd = true;
                }

                (place, given) = ((place + 1) % cycleLength, 0);
            }
        }
        finally
        {
            source.Dispose();
            foreach (var present in cycle) present?.Tokens.Dispose();
        }
    }

    private (Stage, IEnumerator<Token>) Open(in Token token, ulong round, StagingPool pool)
    {
        Element element = input.Load(token, pool);
        foreach (Storage storage in element.Values) pool.Forget(storage); // The pipeline that is made of it may keep it.
        Stage stage = make(element.ToBatch());
        return (stage, stage.Begin(pool)(round));
    }
}
