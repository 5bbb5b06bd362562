namespace Cornea.Data;

/// <summary>The first elements.</summary>
internal sealed class TakeStage(Stage input, int count) : SelectionStage(input)
{
    public override long? Count => Input.IsEndless ? count : Input.Count is { } all ? Math.Min(all, count) : null;

    public override bool IsEndless => false;

    protected override IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool)
    {
        using IEnumerator<Token> source = open(round);
        for (int taken = 0; taken < count && source.MoveNext(); taken++) yield return source.Current;
    }
}
