namespace Cornea.Data;

/// <summary>Every so-many-th element.</summary>
internal sealed class ShardStage(Stage input, int shards, int index) : SelectionStage(input)
{
    public override long? Count => Input.Count is { } all ? Math.Max(0, all - index + shards - 1) / shards : null;

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        using IEnumerator<Token> source = open(round);
        for (int place = 0; source.MoveNext(); place = (place + 1) % shards)
        {
            if (place == index) yield return source.Current;
            else source.Current.Discard(pool);
        }
    }
}
