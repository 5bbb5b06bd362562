namespace Cornea.Data;

/// <summary>The elements with somebody's word for how many there are.</summary>
internal sealed class CountedStage(Stage input, long count) : SelectionStage(input)
{
    public override long? Count => count;

    public override bool IsEndless => false;

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        using IEnumerator<Token> source = open(round);
        long seen = 0;
        for (; source.MoveNext(); seen++)
        {
            if (seen == count) throw new InvalidOperationException($"Dataset.AssertCardinality: expected {count} elements, but there are more.");
            yield return source.Current;
        }

        if (seen < count) throw new InvalidOperationException($"Dataset.AssertCardinality: expected {count} elements, got {seen}.");
    }
}
