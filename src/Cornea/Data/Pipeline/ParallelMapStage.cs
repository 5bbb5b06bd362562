namespace Cornea.Data;

/// <summary>
/// Elements changed by a function on several threads. They are pulled and given in order; what changes variables, such as a random
/// layer's count of its draws, runs in that order too, on the consumer's thread.
/// </summary>
internal sealed class ParallelMapStage(MapStage map, int threads) : Stage
{
    public override long? Count => map.Count;

    public override bool IsEndless => map.IsEndless;

    public override ElementSpec? Spec => map.Spec;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool)
    {
        Func<ulong, IEnumerator<Token>> open = map.Begin(pool);
        return round => Ahead.Start(() => open(round), token => map.LoadAhead(token, pool), threads, threads);
    }

    public override Element Load(in Token token, StagingPool pool) => map.Finish(token, pool);
}
