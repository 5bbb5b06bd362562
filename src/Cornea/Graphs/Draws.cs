namespace Cornea.Graphs;

/// <summary>The random draws of a trace that were given no seed: a run of the compiled graph takes so many of a sequence, and begins where that stands.</summary>
internal sealed class Draws
{
    public Draws() => Start = Tensor.StartOf(this);

    /// <summary>What a draw's key is: int64 (seed, place in the sequence).</summary>
    public static TensorSpec KeySpec { get; } = new([2], DType.Int64);

    /// <summary>The key of the first draw: an input of each run.</summary>
    public Tensor Start { get; }

    /// <summary>How many a run takes.</summary>
    public long Count { get; private set; }

    /// <summary>The key of the next draw, behind which so many stay free.</summary>
    public Tensor Take(long count)
    {
        Tensor key = Later(Start, Count);
        Count += count;
        return key;
    }

    /// <summary>A key some draws after another.</summary>
    public static Tensor Later(Tensor key, long draws) => draws == 0 ? key : key + Tensor.From([0L, draws], [2]);

    /// <summary>The key that stands at a place of a sequence.</summary>
    public static Tensor KeyOf((long Seed, long First) place) => Tensor.From([place.Seed, place.First], [2]);
}
