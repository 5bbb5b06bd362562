namespace Cornea.Data;

/// <summary>Elements that a function makes, by their number, when they are asked for.</summary>
internal sealed class LoaderStage(int count, Func<int, Batch> load) : Stage
{
    public override long? Count => count;

    public override ElementSpec? Spec => null;

    public override bool IsOrderFree => true;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _ => Indices();

    public override Element Load(in Token token, StagingPool pool) => GeneratorStage.ElementOf(load(token.Row));

    private IEnumerator<Token> Indices()
    {
        for (int row = 0; row < count; row++) yield return new Token(row);
    }
}
