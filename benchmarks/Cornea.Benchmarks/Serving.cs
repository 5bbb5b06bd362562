using System.Text.Json.Nodes;
using Cornea.Cpu;
using Cornea.Graphs;

namespace Cornea.Benchmarks;

/// <summary>What a product that predicts sees: memory and time over batches of many sizes, and the tail of latencies. See serving.sh.</summary>
internal static class Serving
{
    /// <summary>Prints a JSON line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        bool isQuick = arguments.Contains("--quick");
        string[] given = [.. arguments.Where(argument => argument != "--quick")];
        if (given is not [var what, var network])
        {
            Console.Error.WriteLine("usage: serving memory-always|memory-mixed|time|tail FILE|perceptron [--quick]");
            return 2;
        }

        var served = ServedNetwork.Open(network, isQuick);
        JsonObject? result = what switch
        {
            "memory-always" => Memory(served, [.. Enumerable.Repeat(served.MostRows, served.IsSlow ? 3 : 200)]),
            "memory-mixed" => Memory(served, served.Sizes),
            "time" => Time(served),
            "tail" => new ServingTail(served, isQuick).Measure(),
            _ => null,
        };
        if (result is null)
        {
            Console.Error.WriteLine($"There is no measurement '{what}'.");
            return 2;
        }

        var line = new JsonObject { ["network"] = served.Name, ["measure"] = what };
        foreach ((string name, JsonNode? value) in result) line[name] = value?.DeepClone();
        Console.WriteLine(line.ToJsonString());
        return 0;
    }

    private static JsonObject Memory(ServedNetwork served, IReadOnlyList<int> sizes)
    {
        double before = Peak();
        foreach (int size in sizes) served.Predict(size);
        double after = Peak();
        return new JsonObject
        {
            ["calls"] = sizes.Count,
            ["vmhwm_mb"] = Math.Round(after, 1),
            ["grown_mb"] = Math.Round(after - before, 1),
            ["plans_mb"] = Megabytes(PlanCache.Shared.HeldBytes),
            ["arenas_mb"] = Megabytes(ArenaPool.Shared.IdleBytes),
        };
    }

    // By turns, so that the machine's drift meets both; the better of two rounds of each, as others may run here too.
    private static JsonObject Time(ServedNetwork served)
    {
        CompiledFunction exact = Function.Compile(x => served.Model.Call(x));
        double sumOfExact = 0, sumOfPredict = 0;
        foreach (int size in served.Sizes)
        {
            Tensor x = served.Rows(size);
            exact.Run(x);
            served.Predict(x);
            double bestOfExact = double.MaxValue, bestOfPredict = double.MaxValue;
            for (int round = 0; round < 2; round++)
            {
                bestOfExact = Math.Min(bestOfExact, served.Seconds(() => exact.Run(x)));
                bestOfPredict = Math.Min(bestOfPredict, served.Seconds(() => served.Predict(x)));
            }

            sumOfExact += bestOfExact;
            sumOfPredict += bestOfPredict;
        }

        return new JsonObject
        {
            ["sizes"] = served.Sizes.Count,
            ["exact_ms"] = Math.Round(sumOfExact * 1000, 2),
            ["predict_ms"] = Math.Round(sumOfPredict * 1000, 2),
            ["ratio"] = Math.Round(sumOfPredict / sumOfExact, 3),
            ["reach"] = 1.2,
        };
    }

    private static double Megabytes(long bytes) => Math.Round(bytes / 1048576.0, 1);

    // The most resident memory of this process so far, in MB; 0 where the system doesn't say it.
    private static double Peak() => !File.Exists("/proc/self/status") ? 0
        : double.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(':')[1].Replace("kB", ""), System.Globalization.CultureInfo.InvariantCulture) / 1024;
}
