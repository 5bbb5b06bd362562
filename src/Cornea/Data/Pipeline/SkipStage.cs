namespace Cornea.Data;

/// <summary>All but the first elements.</summary>
internal sealed class SkipStage(Stage input, int count) : SelectionStage(input)
{
    public override long? Count => Input.Count is { } all ? Math.Max(0, all - count) : null;

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        using IEnumerator<Token> source = open(round);
        for (int skipped = 0; skipped < count; skipped++)
        {
            if (!source.MoveNext()) yield break;
            source.Current.Discard(pool);
        }

        while (source.MoveNext()) yield return source.Current;
    }
}
