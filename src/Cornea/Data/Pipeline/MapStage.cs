using System.Collections.Concurrent;

namespace Cornea.Data;

/// <summary>Elements changed by a function, which is traced once for each kind of element and then run as a plan.</summary>
internal sealed class MapStage : Stage
{
    private readonly ConcurrentDictionary<ElementSpec, MapProgram> _programs = new();
    private readonly Stage _input;
    private readonly Func<Batch, Batch> _body;
    private readonly MapProgram? _only;

    public MapStage(Stage input, Func<Batch, Batch> body)
    {
        (_input, _body) = (input, body);
        if (input.Spec is { } spec) _only = ProgramFor(spec); // A mistake is found now rather than in the midst of training.
    }

    public override long? Count => _input.Count;

    public override bool IsEndless => _input.IsEndless;

    public override ElementSpec? Spec => _only?.Output;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _input.Begin(pool);

    public override Element Load(in Token token, StagingPool pool)
    {
        Element element = _input.Load(token, pool);
        return (_only ?? ProgramFor(element.Spec)).Run(element, pool);
    }

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool) => _only is null
        ? base.LoadRows(tokens, pool)
        : _only.RunRows(_input.LoadRows(tokens, pool), tokens.Length, pool);

    private MapProgram ProgramFor(ElementSpec spec) => _programs.GetOrAdd(spec, static (spec, body) => new MapProgram(spec, body), _body);
}
