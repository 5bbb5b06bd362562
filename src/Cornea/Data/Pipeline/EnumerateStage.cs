namespace Cornea.Data;

/// <summary>The elements with their number as first input.</summary>
internal sealed class EnumerateStage(Stage input, long start) : Stage
{
    private static readonly TensorSpec Number = new(Shape.Scalar, DType.Int64);

    public override long? Count => input.Count;

    public override bool IsEndless => input.IsEndless;

    public override ElementSpec? Spec => input.Spec is { } spec ? Numbered(spec, Number) : null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => Numbers(open(round), pool);
    }

    public override Element Load(in Token token, StagingPool pool)
    {
        Element element = input.Load(token.Members[0], pool);
        pool.Return(token.Members);
        Storage number = pool.Rent(sizeof(long));
        number.Span<long>()[0] = start + token.Row;
        return new Element(Numbered(element.Spec, Number), [number, .. element.Values]);
    }

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        Token[] inner = pool.RentTokens(tokens.Length);
        Storage numbers = pool.Rent(tokens.Length * sizeof(long));
        for (int row = 0; row < inner.Length; row++)
        {
            inner[row] = tokens[row].Members[0];
            numbers.Span<long>()[row] = start + tokens[row].Row;
            pool.Return(tokens[row].Members);
        }

        Element rows = input.LoadRows(inner, pool);
        pool.Return(inner);
        return new Element(Numbered(rows.Spec, Number with { Shape = [tokens.Length] }), [numbers, .. rows.Values]);
    }

    private static ElementSpec Numbered(ElementSpec spec, TensorSpec number) => new([number, .. spec.Components], spec.Inputs + 1, spec.Targets);

    private static IEnumerator<Token> Numbers(IEnumerator<Token> source, StagingPool pool)
    {
        using (source)
        {
            for (int number = 0; source.MoveNext(); number = checked(number + 1))
            {
                Token[] inner = pool.RentTokens(1);
                inner[0] = source.Current;
                yield return new Token(number, inner);
            }
        }
    }
}
