using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Layers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Times of saving and loading large models, and the memory that they take meanwhile. See files.sh.</summary>
internal static class ModelFiles
{
    private const int Rounds = 3;

    /// <summary>Prints a JSON line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is ["make", var network, var file])
        {
            Make(network).Save(file);
            return 0;
        }

        if (arguments is not ["save" or "load", var path])
        {
            Console.Error.WriteLine("usage: files make vgg16|wide FILE | files save FILE | files load FILE");
            return 2;
        }

        Model? model = arguments[0] == "save" ? Model.Load(path) : null; // What is loaded only has nothing there yet when it begins.
        (double[] seconds, double before, double peak) = Measured(() =>
        {
            if (model is null) Model.Load(path);
            else model.Save(path);
        });
        double weights = new FileInfo(path).Length / 1e6;
        Console.WriteLine(new JsonObject
        {
            ["file"] = Path.GetFileName(path),
            ["measure"] = arguments[0],
            ["file_mb"] = Math.Round(weights, 1),
            ["first_s"] = Math.Round(seconds[0], 3),
            ["best_s"] = Math.Round(seconds.Min(), 3),
            ["anonymous_before_mb"] = Math.Round(before, 1),
            ["anonymous_peak_mb"] = Math.Round(peak, 1),
        }.ToJsonString());
        return 0;
    }

    // 138 million weights; or 3 GB of them, in few layers.
    private static Model Make(string network)
    {
        if (network == "vgg16") return Applications.VGG16(weights: null);
        var wide = new Sequential("wide") { new Input(16_384) };
        for (int index = 0; index < 3; index++) wide.Add(new Dense(16_384, kernelInitializer: "zeros", name: $"dense_{index}"));
        return wide;
    }

    // The memory is that of the first time: later ones find what the collector hasn't returned yet.
    private static (double[] Seconds, double Before, double Peak) Measured(Action work)
    {
        double peak = 0, before = Settled();
        var seconds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            Thread? sampler = round > 0 ? null : new Thread(() =>
            {
                while (!stop.IsCancellationRequested)
                {
                    peak = Math.Max(peak, Anonymous());
                    Thread.Sleep(2);
                }
            });
            sampler?.Start();
            long start = Stopwatch.GetTimestamp();
            work();
            seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            stop.Cancel();
            sampler?.Join();
            Settled();
        }

        return (seconds, before, peak);
    }

    // What the garbage collector can return is returned.
    private static double Settled()
    {
        for (int turn = 0; turn < 2; turn++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Anonymous();
    }

    // Memory of this process that no file stands behind, in MB; 0 where the system doesn't say it.
    private static double Anonymous() => !File.Exists("/proc/self/status") ? 0
        : double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon", StringComparison.Ordinal)).Split(':')[1].Replace("kB", ""), CultureInfo.InvariantCulture) * 1024 / 1e6;
}
