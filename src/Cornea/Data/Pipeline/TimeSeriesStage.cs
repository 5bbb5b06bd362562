namespace Cornea.Data;

/// <summary>Runs of rows of an array at equal steps, each with the target that belongs to its first row.</summary>
/// <param name="data">The rows.</param>
/// <param name="row">What a row is.</param>
/// <param name="targets">The targets; null without.</param>
/// <param name="target">What a target is.</param>
/// <param name="starts">The first row of each run.</param>
/// <param name="length">How many rows a run has.</param>
/// <param name="rate">From one row of a run to its next.</param>
internal sealed class TimeSeriesStage(Storage data, TensorSpec row, Storage? targets, TensorSpec target, int[] starts, int length, int rate) : Stage
{
    private readonly ElementSpec _spec = new(
        targets is null ? [row with { Shape = row.Shape.Prepend(length) }] : [row with { Shape = row.Shape.Prepend(length) }, target], 1, targets is null ? 0 : 1);

    public override long? Count => starts.Length;

    public override ElementSpec Spec => _spec;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _ => Starts();

    public override Element Load(in Token token, StagingPool pool)
    {
        Element element = Element.Rent(_spec, pool);
        Write(element, 0, token.Row);
        return element;
    }

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        Element rows = Element.Rent(_spec.Stacked(tokens.Length), pool);
        for (int place = 0; place < tokens.Length; place++) Write(rows, place, tokens[place].Row);
        return rows;
    }

    private void Write(Element element, int place, int start)
    {
        nint bytes = row.Bytes;
        for (int i = 0; i < length; i++)
            element.Values[0].CopyFrom(data, (start + ((nint)i * rate)) * bytes, ((nint)place * length + i) * bytes, bytes);
        if (targets is not null) element.Values[1].CopyFrom(targets, start * target.Bytes, place * target.Bytes, target.Bytes);
    }

    private IEnumerator<Token> Starts()
    {
        foreach (int start in starts) yield return new Token(start);
    }
}
