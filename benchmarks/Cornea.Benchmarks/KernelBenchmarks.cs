using System.Diagnostics;
using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>The matrix products and convolutions of small networks, as a share of the machine's rate of fused multiply-adds.</summary>
internal static class KernelBenchmarks
{
    /// <summary>Measures every case whose name holds one of the given parts, or all; with -1 on one thread only.</summary>
    public static void Run(string[] parts)
    {
        using var runner = new TwoThreads();
        int[] threadCounts = parts.Contains("-1") ? [1] : [1, 2];
        parts = [.. parts.Where(part => part != "-1")];
        Console.WriteLine($"{"",-44}{"1 thread",22}{"2 threads",24}");
        foreach (KernelCase benchmark in Cases())
        {
            if (parts.Length > 0 && !parts.Any(benchmark.Name.Contains))
                continue;
            string line = $"{benchmark.Name,-44}";
            foreach (int threads in threadCounts)
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
        for (int runs = 0; runs < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.5; runs++)
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
        foreach (ConvolutionProblem shape in Convolutions())
            foreach (string direction in (string[])["forward", "data", "weights", .. WinogradConvolution.Serves(shape) ? (string[])["Winograd", "Winograd weights"] : []])
                yield return new ConvolutionCase(shape, direction);
    }

    private static IEnumerable<ConvolutionProblem> Convolutions()
    {
        yield return new ConvolutionProblem(128, 28, 28, 1, 26, 26, 32, 3, 3);
        yield return new ConvolutionProblem(128, 26, 26, 32, 24, 24, 64, 3, 3);
        yield return new ConvolutionProblem(128, 32, 32, 3, 32, 32, 16, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(128, 32, 32, 16, 32, 32, 16, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(128, 32, 32, 16, 16, 16, 32, 3, 3, 2, 2);
        yield return new ConvolutionProblem(128, 32, 32, 16, 16, 16, 32, 1, 1, 2, 2);
        yield return new ConvolutionProblem(128, 16, 16, 32, 16, 16, 32, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(128, 16, 16, 32, 8, 8, 64, 3, 3, 2, 2);
        yield return new ConvolutionProblem(128, 16, 16, 32, 8, 8, 64, 1, 1, 2, 2);
        yield return new ConvolutionProblem(128, 8, 8, 64, 8, 8, 64, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(16, 64, 64, 16, 64, 64, 16, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(16, 64, 64, 16, 32, 32, 16, 2, 2, 2, 2);
        yield return new ConvolutionProblem(4, 56, 56, 64, 56, 56, 256, 1, 1);
        yield return new ConvolutionProblem(16, 14, 14, 256, 14, 14, 256, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(1, 7, 7, 512, 7, 7, 512, 3, 3, PadTop: 1, PadLeft: 1);
        yield return new ConvolutionProblem(1, 224, 224, 3, 112, 112, 64, 7, 7, 2, 2, PadTop: 3, PadLeft: 3);
    }
}
