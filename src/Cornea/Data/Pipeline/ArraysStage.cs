namespace Cornea.Data;

/// <summary>The rows of arrays.</summary>
internal sealed class ArraysStage : Stage
{
    private readonly Storage[] _arrays;
    private readonly int _count;

    /// <param name="arrays">Computed tensors with the same number of rows.</param>
    public ArraysStage(Batch arrays)
    {
        Tensor[] tensors = ElementSpec.TensorsOf(arrays);
        _arrays = Array.ConvertAll(tensors, tensor => tensor.Evaluate());
        _count = arrays.Size;
        TensorSpec[] rows = Array.ConvertAll(tensors, tensor => new TensorSpec(tensor.Shape[1..], tensor.DType));
        Spec = new ElementSpec(rows, arrays.Inputs.Count, arrays.Targets?.Count ?? 0, ElementSpec.NamesOf(arrays));
    }

    public override long? Count => _count;

    public override ElementSpec Spec { get; }

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _ => Indices();

    public override Element Load(in Token token, StagingPool pool) => Gather(Spec, [token], pool);

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool) => Gather(Spec.Stacked(tokens.Length), tokens, pool);

    private Element Gather(ElementSpec spec, ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        Element element = Element.Rent(spec, pool);
        for (int i = 0; i < _arrays.Length; i++)
        {
            nint bytes = Spec.Components[i].Bytes;
            for (int row = 0; row < tokens.Length; row++) element.Values[i].CopyFrom(_arrays[i], tokens[row].Row * bytes, row * bytes, bytes);
        }

        return element;
    }

    private IEnumerator<Token> Indices()
    {
        for (int row = 0; row < _count; row++) yield return new Token(row);
    }
}
