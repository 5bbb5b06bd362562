using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Benchmarks;

/// <summary>The rate of fused multiply-adds on registers alone: what a kernel's rate is divided by.</summary>
internal static class MachinePeak
{
    private const int Turns = 20_000;
    private static float _sink; // Else the optimiser may drop a loop that nobody asks for its result.

    // As many sums as registers hold beside the factors: fewer would wait for one another, more would go to memory.
    private static int FloatsPerTurn => Vector512.IsHardwareAccelerated ? 16 * Vector512<float>.Count : 12 * Vector256<float>.Count;

    /// <summary>GFLOP/s of the best of several short runs on the runner's threads.</summary>
    public static double Measure(TwoThreads runner, int threads)
    {
        double best = double.MaxValue;
        for (int attempt = 0; attempt < 8; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            runner.Run(threads, threads, static _ => Volatile.Write(ref _sink, Loop(Turns)));
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return 2.0 * threads * Turns * FloatsPerTurn / best / 1e9;
    }

    /// <summary>GFLOP/s of the best of several short runs on as many threads as the library uses.</summary>
    public static double MeasureAllThreads()
    {
        const int Attempts = 200, TurnsOfAttempt = 10 * Turns; // Some 0.1 s: on a busy machine the threads rarely run at the same time.
        int threads = Cpu.Workers.Shared.Count;
        using var together = new Barrier(threads);
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(_ => new Thread(() => Attempt()))];
        foreach (Thread thread in others) thread.Start();
        double best = Attempt(); // Timed to the end of the last: two threads of one core share its units.
        foreach (Thread thread in others) thread.Join();
        return 2.0 * threads * TurnsOfAttempt * FloatsPerTurn / best / 1e9;

        double Attempt()
        {
            double fastest = double.MaxValue;
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                together.SignalAndWait();
                long start = Stopwatch.GetTimestamp();
                Volatile.Write(ref _sink, Loop(TurnsOfAttempt));
                together.SignalAndWait();
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return fastest;
        }
    }

    private static float Loop(int turns) => Vector512.IsHardwareAccelerated ? Loop512(turns) : Loop256(turns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop256(int turns)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(1e-6f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y); b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y); d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y); f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y); h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y); j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y); l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop512(int turns)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(1e-6f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y); b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y); d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y); f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y); h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y); j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y); l = Vector512.FusedMultiplyAdd(l, x, y);
            m = Vector512.FusedMultiplyAdd(m, x, y); n = Vector512.FusedMultiplyAdd(n, x, y);
            o = Vector512.FusedMultiplyAdd(o, x, y); p = Vector512.FusedMultiplyAdd(p, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}
