namespace Cornea.Data;

/// <summary>The elements for which a function of them is true: all of them, or those before the first for which it isn't.</summary>
internal sealed class FilterStage : SelectionStage
{
    private readonly MapPrograms _programs;
    private readonly bool _endsAtFalse;

    public FilterStage(string who, Stage input, Func<Batch, Tensor> predicate, bool endsAtFalse)
        : base(input)
    {
        _endsAtFalse = endsAtFalse;
        _programs = new MapPrograms(element => predicate(element) is { DType: var dtype, Rank: 0 } truth && dtype == DType.Bool
            ? new Batch(truth)
            : throw new ArgumentException($"{who}: expected one truth value from the function, such as x.Mean() > 0.", nameof(predicate)));
        if (input.Spec is { } spec) _programs.For(spec); // A mistake is found now rather than in the midst of training.
    }

    public override long? Count => Input.Count == 0 ? 0 : null;

    public override bool IsEndless => false; // Nobody knows.

    public override Element Load(in Token token, StagingPool pool) => token.Element;

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool) => StackRows(tokens, pool);

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        using IEnumerator<Token> source = open(round);
        while (source.MoveNext())
        {
            Element element = Input.Load(source.Current, pool);
            if (_programs.For(element.Spec).Test(element, pool))
            {
                yield return new Token(element);
                continue;
            }

            element.Return(pool);
            if (_endsAtFalse) yield break;
        }
    }
}
