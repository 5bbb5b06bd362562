namespace Cornea.Data;

/// <summary>Elements made ahead by threads in the background.</summary>
internal sealed class PrefetchStage(Stage input, int bufferSize, int threads) : Stage
{
    public override long? Count => input.Count;

    public override bool IsEndless => input.IsEndless;

    public override ElementSpec? Spec => input.Spec;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = input.Begin(pool);
        return round => Ahead.Start(() => open(round), token => new Token(input.Load(token, pool)), input.IsOrderFree ? threads : 1, bufferSize);
    }

    public override Element Load(in Token token, StagingPool pool) => token.Element;
}
