using System.Collections;

namespace Cornea.Data;

/// <summary>Goes through the elements of a pipeline.</summary>
internal sealed class DatasetEnumerator : IEnumerator<Batch>
{
    private readonly StagingPool _pool = new();
    private readonly Stage _stage;
    private readonly bool _isStaged;
    private readonly IEnumerator<Token> _tokens;
    private Element? _element;

    /// <param name="stage">The last stage.</param>
    /// <param name="isStaged">Whether an element's memory is used again for later ones, once the next is asked for.</param>
    public DatasetEnumerator(Stage stage, bool isStaged)
    {
        (_stage, _isStaged) = (stage, isStaged);
        _tokens = stage.Begin(_pool)(0);
    }

    public Batch Current { get; private set; } = null!;

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        if (_isStaged) _element?.Return(_pool);
        _element = null;
        if (!_tokens.MoveNext()) return false;
        Element element = _stage.Load(_tokens.Current, _pool);
        if (_isStaged) _element = element;
        else foreach (Storage storage in element.Values) _pool.Forget(storage);
        Current = element.ToBatch();
        return true;
    }

    public void Reset() => throw new NotSupportedException();

    public void Dispose() => _tokens.Dispose();
}
