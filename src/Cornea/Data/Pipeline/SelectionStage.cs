namespace Cornea.Data;

/// <summary>A stage that chooses or repeats elements.</summary>
internal abstract class SelectionStage(Stage input) : PassingStage(input)
{
    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = Input.Begin(pool);
        return round => Select(open, round, pool);
    }

    protected abstract IEnumerator<Token> Select(Func<ulong, IEnumerator<Token>> open, ulong round, StagingPool pool);
}
