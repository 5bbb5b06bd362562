using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cornea.Benchmarks;

/// <summary>
/// Samples per second of whole trainings (shuffling, gathering, forward, loss, metrics, backward, Adam) and whole predictions. The best epoch or
/// pass counts, after one to warm up.
/// </summary>
internal static class Throughput
{
    /// <summary>For how long all are timed at least.</summary>
    public const double Seconds = 8;

    /// <summary>How many epochs or passes are timed at least.</summary>
    public const int Turns = 2;

    /// <summary>Prints a JSON line for each workload of the given names; for all when there are none.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] names)
    {
        if (Workloads.Named(names) is not { } workloads) return 2;
        foreach (Workload workload in workloads) Console.WriteLine(Measure(workload).ToJsonString());
        return 0;
    }

    /// <summary>The shortest of the turns of some work, and their number.</summary>
    public static (double Seconds, int Count) Time(Action turn)
    {
        turn(); // Warm-up: plans are compiled, the JIT's second tier comes.
        long start = Stopwatch.GetTimestamp();
        double best = double.PositiveInfinity;
        int count = 0;
        while (count < Turns || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
        {
            long begin = Stopwatch.GetTimestamp();
            turn();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
            count++;
        }

        return (best, count);
    }

    private static JsonObject Measure(Workload workload)
    {
        double before = MachinePeak.MeasureAllThreads();
        Model model = workload.Make();
        var (best, count) = workload.Loss is null ? TimePrediction(workload, model) : TimeTraining(workload, model);
        double after = MachinePeak.MeasureAllThreads();
        return new JsonObject
        {
            ["peer"] = "cornea",
            ["workload"] = workload.Name,
            ["per_second"] = Math.Round(workload.Rows / best, 1),
            ["peak_gflops"] = Math.Round(Math.Max(before, after), 1),
            ["runs"] = count,
            ["parameters"] = model.ParameterCount,
        };
    }

    private static (double Seconds, int Count) TimeTraining(Workload workload, Model model)
    {
        Shape sample = model.InputShape[1..], target = model.OutputShape[1..];
        float[] x = workload.MakeSamples(sample), y = workload.MakeTargets(target, x);
        var timer = new EpochTimer(Seconds, Turns);
        model.Fit(Tensor.From(x, [workload.Rows, .. sample]), Tensor.From(y, [workload.Rows, .. target]),
            batchSize: workload.BatchSize, epochs: int.MaxValue, verbose: 0, callbacks: [timer]);
        return (timer.Best, timer.Count);
    }

    private static (double Seconds, int Count) TimePrediction(Workload workload, Model model)
    {
        Shape sample = model.InputShape[1..];
        Tensor x = Tensor.From(workload.MakeSamples(sample), [workload.Rows, .. sample]);
        return Time(() => model.Predict(x, workload.BatchSize, verbose: 0));
    }
}
