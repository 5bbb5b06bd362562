namespace Cornea.Data;

/// <summary>Elements changed by a function, which is traced once for each kind of element and then run as a plan.</summary>
internal sealed class MapStage : Stage
{
    private const int ToBeMapped = 1;
    private readonly MapPrograms _programs;
    private readonly Stage _input;
    private readonly MapProgram? _only;

    public MapStage(Stage input, Func<Batch, Batch> body)
    {
        (_input, _programs) = (input, new MapPrograms(body));
        if (input.Spec is { } spec) _only = _programs.For(spec); // A mistake is found now rather than in the midst of training.
    }

    public override long? Count => _input.Count;

    public override bool IsEndless => _input.IsEndless;

    public override ElementSpec? Spec => _only?.Output;

    /// <summary>Whether the function is known, and a batch is mapped at once: threads would gain nothing.</summary>
    public bool IsVectorised => _only is not null && _only.IsVectorised(2);

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _input.Begin(pool);

    public override Element Load(in Token token, StagingPool pool) => Map(_input.Load(token, pool), pool);

    /// <summary>Makes an element as far as it can be made before those that come earlier.</summary>
    public Token LoadAhead(in Token token, StagingPool pool)
    {
        Element element = _input.Load(token, pool);
        return ProgramFor(element).NeedsOrder ? new Token(ToBeMapped, element) : new Token(Map(element, pool));
    }

    /// <summary>Makes the rest.</summary>
    public Element Finish(in Token token, StagingPool pool) => token.Row == ToBeMapped ? Map(token.Element, pool) : token.Element;

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool) => _only is null
        ? base.LoadRows(tokens, pool)
        : _only.RunRows(_input.LoadRows(tokens, pool), tokens.Length, pool);

    private Element Map(Element element, StagingPool pool) => ProgramFor(element).Run(element, pool);

    private MapProgram ProgramFor(Element element) => _only ?? _programs.For(element.Spec);
}
