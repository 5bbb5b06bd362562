namespace Cornea.Data;

/// <summary>Whole numbers at equal steps.</summary>
internal sealed class RangeStage(long start, long step, int count) : Stage
{
    private static readonly ElementSpec Number = new([new TensorSpec(Shape.Scalar, DType.Int64)], 1, 0);

    public override long? Count => count;

    public override ElementSpec Spec => Number;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _ => Numbers();

    public override Element Load(in Token token, StagingPool pool)
    {
        Element element = Element.Rent(Number, pool);
        element.Values[0].Span<long>()[0] = start + (token.Row * step);
        return element;
    }

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool)
    {
        Element rows = Element.Rent(Number.Stacked(tokens.Length), pool);
        Span<long> numbers = rows.Values[0].Span<long>();
        for (int row = 0; row < tokens.Length; row++) numbers[row] = start + (tokens[row].Row * step);
        return rows;
    }

    private IEnumerator<Token> Numbers()
    {
        for (int row = 0; row < count; row++) yield return new Token(row);
    }
}
