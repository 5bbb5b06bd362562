using System.Diagnostics;
using System.Runtime.InteropServices;
using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>The micro-kernels alone, one thread: every width of panel at several numbers of rows, data in cache.</summary>
internal static unsafe class TileBenchmarks
{
    public static void Run()
    {
        const int Depth = 256, Repeats = 400;
        var runner = new TwoThreads();
        var a = (float*)NativeMemory.AlignedAlloc(1 << 20, 64);
        var b = (float*)NativeMemory.AlignedAlloc(1 << 20, 64);
        var c = (float*)NativeMemory.AlignedAlloc(1 << 20, 64);
        new Span<float>(a, 1 << 18).Fill(0.1f);
        new Span<float>(b, 1 << 18).Fill(0.1f);
        nint zero = 0;
        foreach (bool byColumns in (bool[])[false, true])
            for (int vectors = 1; vectors <= 3; vectors++)
                for (int rows = 1; rows <= MicroKernel.MaximumRows(vectors); rows++)
                {
                    var tile = new MicroTile
                    {
                        A = (byte*)a, ARowStride = byColumns ? 4 : (Depth + 16) * 4, ADepthStride = byColumns ? 64 : 4,
                        B = (byte*)b, BDepthStride = vectors * 64, RunOffsets = &zero, Runs = 1, RunLength = Depth,
                        C = (byte*)c, CRowStride = 256, Rows = rows, Columns = vectors * 16,
                    };
                    double peak = MachinePeak.Measure(runner, 1);
                    double best = double.MaxValue;
                    for (int attempt = 0; attempt < 10; attempt++)
                    {
                        long start = Stopwatch.GetTimestamp();
                        for (int repeat = 0; repeat < Repeats; repeat++)
                            MicroKernel.Run(tile, vectors);
                        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
                    }

                    double rate = 2.0 * Depth * rows * vectors * 16 * Repeats / best / 1e9;
                    string order = byColumns ? "columns" : "rows";
                    Console.WriteLine($"{order,-7} {rows,2} × {vectors * 16,2}  {rate,6:F1} GFLOP/s {100 * rate / peak,5:F1} %");
                }
    }
}
