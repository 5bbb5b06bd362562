using System.Diagnostics;
using System.Runtime.InteropServices;
using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>Kernels bound by memory: bytes read and written in a second, against what memcpy of as many bytes reaches on one thread.</summary>
internal static unsafe class MovementBenchmarks
{
    private static readonly List<(string Name, double Bytes, Action Run, double Flops)> Found = [];

    public static void Run(string[] parts)
    {
        Console.WriteLine($"{"",-52}{"µs",10}{"GB/s",8}{"memcpy",9}");
        foreach ((string name, double bytes, Action run, double flops) in Cases())
        {
            if (parts.Length > 0 && !parts.Any(name.Contains))
                continue;
            float* source = Allocate((long)bytes / 8), target = Allocate((long)bytes / 8);
            double copy = Best(() => Buffer.MemoryCopy(source, target, (long)bytes / 2, (long)bytes / 2));
            double best = Best(run);
            copy = Math.Min(copy, Best(() => Buffer.MemoryCopy(source, target, (long)bytes / 2, (long)bytes / 2)));
            NativeMemory.AlignedFree(source);
            NativeMemory.AlignedFree(target);
            string rate = flops > 0 ? $"  {flops / best / 1e9,6:F0} GFLOP/s" : "";
            Console.WriteLine($"{name,-52}{best * 1e6,10:F1}{bytes / best / 1e9,8:F1}{bytes / copy / 1e9,9:F1}{rate}");
        }
    }

    private static double Best(Action run)
    {
        long begin = Stopwatch.GetTimestamp();
        double best = double.MaxValue;
        for (int runs = 0; runs < 60 || Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.4; runs++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static float* Allocate(long floats)
    {
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, floats * sizeof(float)), 64);
        var random = new Random(1);
        for (long i = 0; i < floats; i++)
            memory[i] = random.NextSingle() - 0.5f;
        return memory;
    }

    private static void All(int pieces, Action<int> run)
    {
        for (int piece = 0; piece < pieces; piece++)
            run(piece);
    }

    private static List<(string Name, double Bytes, Action Run, double Flops)> Cases()
    {
        foreach ((int batch, int size, int channels, int window, int stride) in ((int, int, int, int, int)[])
            [(32, 26, 32, 2, 2), (32, 24, 64, 2, 2), (2, 112, 64, 3, 2), (32, 28, 24, 2, 2), (32, 28, 3, 2, 2)])
            Pooling(batch, size, channels, window, stride);
        foreach ((int batch, int size, int channels, int kernel, int stride) in ((int, int, int, int, int)[])
            [(2, 56, 128, 3, 1), (2, 112, 64, 3, 2), (8, 14, 512, 3, 1), (8, 28, 96, 5, 1), (8, 7, 1024, 3, 1)])
            Depthwise(batch, size, channels, kernel, stride);
        foreach ((int rows, int channels) in ((int, int)[])[(32 * 32 * 32, 32), (32 * 28 * 28, 64), (8 * 14 * 14, 256), (8 * 56 * 56, 24)])
            BatchNormalization(rows, channels);
        Copies();
        return Found;
    }

    private static void Pooling(int batch, int size, int channels, int window, int stride)
    {
        int outSize = (size - window) / stride + 1;
        var problem = new PoolingProblem(batch, size, size, channels, outSize, outSize, window, window, stride, stride, 0, 0);
        nint inputs = (nint)batch * size * size * channels, outputs = (nint)batch * outSize * outSize * channels;
        nint x = (nint)Allocate(inputs), y = (nint)Allocate(outputs), where = (nint)Allocate(outputs), dx = (nint)Allocate(inputs);
        string name = $"{batch}×{size}×{size}×{channels} {window}/{stride}";
        Found.Add(($"max {name}", 4.0 * (inputs + outputs),
            () => All(problem.Pieces, piece => problem.RunMax((float*)x, (float*)y, null, piece)), 0));
        Found.Add(($"max with positions {name}", 4.0 * (inputs + 2 * outputs),
            () => All(problem.Pieces, piece => problem.RunMax((float*)x, (float*)y, (int*)where, piece)), 0));
        Found.Add(($"max gradient {name}", 4.0 * (inputs + 2 * outputs),
            () => All(problem.GradientPieces, piece => problem.RunMaxGradient((float*)y, (int*)where, (float*)dx, piece)), 0));
        Found.Add(($"average {name}", 4.0 * (inputs + outputs),
            () => All(problem.Pieces, piece => problem.RunAverage((float*)x, (float*)y, piece)), 0));
        Found.Add(($"average gradient {name}", 4.0 * (inputs + outputs),
            () => All(problem.GradientPieces, piece => problem.RunAverageGradient((float*)y, (float*)dx, piece)), 0));
    }

    private static void Depthwise(int batch, int size, int channels, int kernel, int stride)
    {
        int outSize = (size + stride - 1) / stride, pad = kernel / 2;
        var problem = new DepthwiseProblem(
            batch, size, size, channels, outSize, outSize, kernel, kernel, 1, stride, stride, 1, 1, pad, pad);
        nint inputs = (nint)batch * size * size * channels, outputs = (nint)batch * outSize * outSize * channels;
        nint x = (nint)Allocate(inputs), y = (nint)Allocate(outputs), w = (nint)Allocate(kernel * kernel * channels);
        nint sums = (nint)Allocate(problem.WeightSumElements);
        string name = $"{batch}×{size}×{size}×{channels} {kernel}/{stride}";
        double bytes = 4.0 * (inputs + outputs), flops = 2.0 * outputs * kernel * kernel;
        Found.Add(($"depthwise {name}", bytes,
            () => All(problem.Pieces, piece => problem.Run((float*)x, (float*)w, (float*)y, piece)), flops));
        Found.Add(($"depthwise input gradient {name}", bytes,
            () => All(problem.InputGradientPieces, piece => problem.RunInputGradient((float*)y, (float*)w, (float*)x, piece)), flops));
        Found.Add(($"depthwise weight gradient {name}", bytes,
            () =>
            {
                All(problem.WeightSumPieces, piece => problem.RunWeightSums((float*)x, (float*)y, (float*)sums, piece));
                All(problem.WeightGradientPieces, piece => problem.RunWeightGradient((float*)sums, (float*)w, piece));
            }, flops));
    }

    private static void BatchNormalization(int rows, int channels)
    {
        var problem = new BatchNormalizationProblem(rows, channels);
        nint count = (nint)rows * channels, x = (nint)Allocate(count), y = (nint)Allocate(count), z = (nint)Allocate(count);
        nint partials = (nint)Allocate(problem.PartialElements), c = (nint)Allocate(10 * channels);
        float* At(int i) => (float*)c + i * channels;
        string name = $"{rows}×{channels}";
        Found.Add(($"batch statistics {name}", 4.0 * count, () =>
        {
            All(problem.StatisticsPieces, piece => problem.RunStatistics((float*)x, (float*)partials, piece));
            All(problem.ChannelPieces, piece => problem.RunMerge((float*)partials, At(0), At(1), 1e-3f, At(2), At(3), At(4), At(5), At(6), piece));
        }, 0));
        Found.Add(($"batch normalize {name}", 8.0 * count,
            () => All(problem.Pieces, piece => problem.RunNormalize((float*)x, At(5), At(6), (float*)y, piece)), 0));
        Found.Add(($"batch gradient sums {name}", 8.0 * count,
            () => All(problem.StatisticsPieces, piece => problem.RunGradientSums((float*)x, (float*)y, At(2), At(4), (float*)partials, piece)), 0));
        Found.Add(($"batch input gradient {name}", 12.0 * count,
            () => All(problem.Pieces, piece => problem.RunInputGradient((float*)x, (float*)y, At(2), At(5), (float*)z, piece)), 0));
    }

    private static void Copies()
    {
        nint a = (nint)Allocate(1 << 24), b = (nint)Allocate(1 << 24);
        void Copy(string name, int element, nint[] sizes, nint[] from, nint[] to)
        {
            StridedCopyProblem problem = StridedCopyProblem.Create(element, sizes, from, to);
            double count = sizes.Aggregate(1.0, (product, size) => product * size);
            Found.Add(($"copy {name} {problem.Kind}", 2 * element * count,
                () => All(problem.Pieces, piece => problem.Run((void*)a, (void*)b, piece)), 0));
        }

        Copy("transpose 1000×1000", 4, [1000, 1000], [1, 1000], [1000, 1]);
        Copy("transpose 1024×1024", 4, [1024, 1024], [1, 1024], [1024, 1]);
        Copy("transpose 128×784", 4, [128, 784], [1, 128], [784, 1]);
        Copy("NHWC→NCHW 32×28×28×64", 4, [32, 64, 784], [64 * 784, 1, 64], [64 * 784, 784, 1]);
        Copy("NHWC→NCHW 32×28×28×3", 4, [32, 3, 784], [3 * 784, 1, 3], [3 * 784, 784, 1]);
        Copy("NCHW→NHWC 32×28×28×3", 4, [32, 784, 3], [3 * 784, 1, 784], [3 * 784, 3, 1]);
        Copy("bytes transpose 1000×1000", 1, [1000, 1000], [1, 1000], [1000, 1]);
        Copy("reverse width 32×32×32×3", 4, [1024, 32, 3], [96, -3, 1], [96, 3, 1]);
        Copy("channels 32 of 64, 25088 rows", 4, [25088, 32], [64, 1], [32, 1]);
        Copy("broadcast row of 32", 4, [25088, 32], [0, 1], [32, 1]);
        Copy("broadcast column", 4, [25088, 32], [1, 0], [32, 1]);
        Copy("step 2 of 1000000", 4, [500000], [2], [1]);
        var pad = PadProblem.Create(4, [32, 28, 28, 32], [0, 1, 1, 0], [0, 1, 1, 0], []);
        Found.Add(("pad 32×28×28×32 by 1", 4.0 * 32 * 32 * (784 + 900), () => All(pad.Pieces, piece => pad.Run((void*)a, (void*)b, 0, piece)), 0));
        var gather = GatherProblem.OfRows(20000, 784, 128, 4);
        int[] rows = [.. Enumerable.Range(0, 128).Select(i => i * 7919 % 20000)];
        nint indices = (nint)Allocate(128);
        rows.CopyTo(new Span<int>((void*)indices, 128));
        Found.Add(("gather 128 rows of 784 from 62 MB", 8.0 * 128 * 784,
            () => All(gather.Pieces, piece => gather.Run((void*)a, (int*)indices, (void*)b, piece)), 0));
        var cast = new CastProblem(128 * 784, NumberType.UInt8, NumberType.Float32);
        Found.Add(("cast 128×784 bytes to float", 5.0 * 128 * 784, () => All(cast.Pieces, piece => cast.Run((void*)a, (void*)b, piece)), 0));
        var resize = new ResizeProblem(8, 28, 28, 64, 56, 56);
        Found.Add(("nearest ×2 8×28×28×64", 20.0 * 8 * 784 * 64, () => All(resize.Pieces, piece => resize.RunNearest((float*)a, (float*)b, piece)), 0));
        Found.Add(("nearest ×2 gradient", 20.0 * 8 * 784 * 64,
            () => All(resize.GradientPieces, piece => resize.RunNearestGradient((float*)b, (float*)a, piece)), 0));
        Found.Add(("bilinear ×2", 20.0 * 8 * 784 * 64, () => All(resize.Pieces, piece => resize.RunBilinear((float*)a, (float*)b, piece)), 0));
        Found.Add(("bilinear ×2 gradient", 20.0 * 8 * 784 * 64,
            () => All(resize.GradientPieces, piece => resize.RunBilinearGradient((float*)b, (float*)a, piece)), 0));
    }
}
