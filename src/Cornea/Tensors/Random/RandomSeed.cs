using Cornea.Numerics;

namespace Cornea;

/// <summary>Where random layers and initial weights that were given no seed get theirs: the only process-wide state there is.</summary>
public static class RandomSeed
{
    private static readonly Lock Guard = new();
    private static ulong _seed = (ulong)Environment.TickCount64;
    private static ulong _drawn;

    /// <summary>Starts the sequence anew: programs that make the same layers in the same order get the same weights, masks and shuffles.</summary>
    public static void Set(int seed)
    {
        lock (Guard)
        {
            _seed = (uint)seed;
            _drawn = 0;
        }
    }

    /// <summary>Where the sequence stands, to be kept with a training that is interrupted.</summary>
    internal static (ulong Seed, ulong Drawn) State
    {
        get
        {
            lock (Guard) return (_seed, _drawn);
        }

        set
        {
            lock (Guard) (_seed, _drawn) = value;
        }
    }

    /// <summary>The next seed, between 0 and 2³¹ − 1. It is made of the count drawn so far.</summary>
    internal static int Next()
    {
        lock (Guard) return (int)(SplitMix.At(_seed, ++_drawn) >> 33);
    }
}
