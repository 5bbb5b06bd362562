using System.Diagnostics;
using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>The matrix products and convolutions of small networks, as a share of the machine's rate of fused multiply-adds.</summary>
internal static class KernelBenchmarks
{
    /// <summary>Measures every case whose name holds one of the given parts, or all.</summary>
    public static void Run(string[] parts)
    {
        using var runner = new TwoThreads();
        Console.WriteLine($"{"",-44}{"1 thread",22}{"2 threads",24}");
        foreach (KernelCase benchmark in Cases())
        {
            if (parts.Length > 0 && !parts.Any(benchmark.Name.Contains))
                continue;
            string line = $"{benchmark.Name,-44}";
            foreach (int threads in (int[])[1, 2])
                line += Measure(runner, benchmark, threads);
            Console.WriteLine(line);
        }
    }

    /// <summary>The best run against the best peak found right before and after it, as the machine's speed drifts.</summary>
    private static string Measure(TwoThreads runner, KernelCase benchmark, int threads)
    {
        runner.Awake = threads > 1;
        for (int warm = 0; warm < 3; warm++)
            benchmark.Run(runner, threads);
        double peak = MachinePeak.Measure(runner, threads), best = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        for (int runs = 0; runs < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3; runs++)
        {
            long start = Stopwatch.GetTimestamp();
            benchmark.Run(runner, threads);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        peak = Math.Max(peak, MachinePeak.Measure(runner, threads));
        runner.Awake = false;
        double rate = benchmark.Flops / best / 1e9;
        return $"{best * 1e6,9:F1} µs{rate,6:F0}{100 * rate / peak,5:F1} %";
    }

    private static IEnumerable<KernelCase> Cases()
    {
        yield return new GemmCase(new GemmProblem(1024, 1024, 1024));
        yield return new GemmCase(new GemmProblem(1024, 1024, 1024, transposeB: true));
        yield return new GemmCase(new GemmProblem(1024, 1024, 1024, transposeA: true));
        yield return new GemmCase(new GemmProblem(997, 1003, 1009));
        foreach (int batch in (int[])[32, 128])
            foreach ((int inputs, int units) in ((int, int)[])[(784, 128), (128, 128), (128, 64), (64, 64), (64, 10)])
            {
                yield return new GemmCase(new GemmProblem(batch, units, inputs));
                if (inputs != 784)
                    yield return new GemmCase(new GemmProblem(batch, inputs, units, transposeB: true));
                yield return new GemmCase(new GemmProblem(inputs, units, batch, transposeA: true));
            }

        yield return new GemmCase(new GemmProblem(128, 128, 9216));
        yield return new GemmCase(new GemmProblem(128, 9216, 128, transposeB: true));
        yield return new GemmCase(new GemmProblem(9216, 128, 128, transposeA: true));
        yield return new GemmCase(new GemmProblem(65536, 16, 16));
        yield return new GemmCase(new GemmProblem(16, 16, 65536, transposeA: true));
        yield return new GemmCase(new GemmProblem(1, 1000, 1280));
    }
}
