using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>The rate of fused multiply-adds on registers alone: what a kernel's rate is divided by.</summary>
internal static unsafe class MachinePeak
{
    private const int Turns = 20_000;
    private static float _sink; // Else the optimiser may drop a loop that nobody asks for its result.

    private const int Sums = 12; // Beside the factors they fill AVX2's 16 registers: fewer would wait for one another, more would go to memory.

    private static int FloatsPerTurn => Sums * (Vector512.IsHardwareAccelerated ? ChannelLanes512.Count : ChannelLanes256.Count);

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

    private static float Loop(int turns) => Vector512.IsHardwareAccelerated
        ? Loop<ChannelLanes512, Vector512<float>, Vector512<int>>(turns)
        : Loop<ChannelLanes256, Vector256<float>, Vector256<int>>(turns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Loop<TLanes, TFloats, TInts>(int turns)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : unmanaged where TInts : struct
    {
        TFloats x = TLanes.Broadcast(0.999f), y = TLanes.Broadcast(1e-6f);
        TFloats a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int turn = 0; turn < turns; turn++)
        {
            a = TLanes.MultiplyAdd(a, x, y); b = TLanes.MultiplyAdd(b, x, y); c = TLanes.MultiplyAdd(c, x, y);
            d = TLanes.MultiplyAdd(d, x, y); e = TLanes.MultiplyAdd(e, x, y); f = TLanes.MultiplyAdd(f, x, y);
            g = TLanes.MultiplyAdd(g, x, y); h = TLanes.MultiplyAdd(h, x, y); i = TLanes.MultiplyAdd(i, x, y);
            j = TLanes.MultiplyAdd(j, x, y); k = TLanes.MultiplyAdd(k, x, y); l = TLanes.MultiplyAdd(l, x, y);
        }

        TFloats sum = TLanes.Add(
            TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), TLanes.Add(TLanes.Add(e, f), TLanes.Add(g, h))),
            TLanes.Add(TLanes.Add(i, j), TLanes.Add(k, l)));
        return *(float*)&sum;
    }
}
