using Cornea.Numerics;

namespace Cornea;

/// <summary>Where random layers, initial weights and draws that were given no seed get theirs: the only process-wide state there is.</summary>
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

    /// <summary>Takes so many draws of the sequence: the keys (Seed, First), (Seed, First + 1), … Their seed is one that nobody can give.</summary>
    internal static (long Seed, long First) Take(long count)
    {
        lock (Guard)
        {
            long first = (long)_drawn;
            _drawn += (ulong)count;
            return (KeySeed(_seed), first);
        }
    }

    /// <summary>A key's first half: over all seeds that are ints, and of 52 bits, so that double precision holds it.</summary>
    internal static long KeySeed(ulong seed) => (1L << 51) | (long)(SplitMix.At(seed, 0) >> 13);
}
