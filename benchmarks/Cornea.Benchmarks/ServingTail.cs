using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cornea.Benchmarks;

/// <summary>Latencies of 64 threads that predict single rows, alone and while one more thread meets new batch sizes.</summary>
internal sealed class ServingTail(ServedNetwork served, bool isQuick)
{
    private const int Clients = 64;
    private const double MostPause = 0.1;
    private const double Load = 0.05; // The part of one processor's time that pausing clients ask for.

    public JsonObject Measure()
    {
        Tensor row = served.Rows(1);
        served.Predict(row);
        double call = served.Seconds(() => served.Predict(row));
        double pause = served.IsSlow ? 0 : Math.Min(Clients * call / Load, MostPause);
        void Predict() => served.Predict(row);
        Phase(Predict, pause, seconds: 1, withNewSizes: false); // To warm up.
        double[] idle = served.IsSlow ? [] : Phase(() => Spin(call), pause, Seconds, withNewSizes: false);
        double[] without = Phase(Predict, pause, Seconds, withNewSizes: false), with = Phase(Predict, pause, Seconds, withNewSizes: true);
        return new JsonObject
        {
            ["clients"] = Clients,
            ["mode"] = pause > 0 ? $"paused, {Load:P0} of a processor asked for" : "in a loop",
            ["p999_of_the_system_ms"] = served.IsSlow ? null : Rounded(Part(idle, 0.999)),
            ["calls"] = without.Length,
            ["median_ms"] = Rounded(Part(without, 0.5)),
            ["p999_ms"] = Rounded(Part(without, 0.999)),
            ["calls_with_new_sizes"] = with.Length,
            ["median_with_new_sizes_ms"] = Rounded(Part(with, 0.5)),
            ["p999_with_new_sizes_ms"] = Rounded(Part(with, 0.999)),
            ["new_sizes"] = _newSizes,
            ["ratio"] = Math.Round(Part(with, 0.999) / Part(without, 0.5), 2),
            ["reach"] = 3,
        };
    }

    private int _newSizes;

    private double Seconds => isQuick ? 2 : served.IsSlow ? 60 : 20;

    // The sorted latencies, in seconds.
    private double[] Phase(Action call, double pause, double seconds, bool withNewSizes)
    {
        var latencies = new List<double>[Clients];
        bool isOver = false;
        Thread[] clients = [.. Enumerable.Range(0, Clients).Select(client => new Thread(() =>
        {
            var own = latencies[client] = [];
            var random = new Random(client);
            while (!Volatile.Read(ref isOver))
            {
                if (pause > 0) Thread.Sleep(TimeSpan.FromSeconds(pause * 2 * random.NextDouble()));
                long start = Stopwatch.GetTimestamp();
                call();
                own.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }))];
        foreach (Thread client in clients) client.Start();
        long begin = Stopwatch.GetTimestamp();
        if (withNewSizes)
        {
            foreach (int size in served.Sizes)
            {
                if (Stopwatch.GetElapsedTime(begin).TotalSeconds > seconds) break;
                served.Predict(size);
                _newSizes++;
                if (pause > 0) Thread.Sleep(TimeSpan.FromSeconds(seconds / served.Sizes.Count / 2));
            }
        }

        TimeSpan left = TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(begin);
        if (left > TimeSpan.Zero) Thread.Sleep(left);
        Volatile.Write(ref isOver, true);
        foreach (Thread client in clients) client.Join();
        return [.. latencies.SelectMany(list => list).Order()];
    }

    // As long as a prediction, but with nothing that it allocates, locks or waits for: what threads and the system's clock alone make of it.
    private static void Spin(double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds) Thread.SpinWait(1);
    }

    private static double Part(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];

    private static double Rounded(double seconds) => Math.Round(seconds * 1000, 4);
}
