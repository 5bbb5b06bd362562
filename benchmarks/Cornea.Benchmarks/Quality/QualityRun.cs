using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cornea.Benchmarks.Quality;

/// <summary>Trainings of minutes on real data, for what they reach: one JSON line for each task and seed.</summary>
internal static class QualityRun
{
    /// <summary>The tasks by name: from a data folder and a seed to what was reached.</summary>
    private static readonly SortedDictionary<string, Func<string, int, IEnumerable<(string Name, double Value)>>> Tasks = new(StringComparer.Ordinal)
    {
        ["membranes"] = (data, seed) => Membranes.Run(Path.Combine(data, "membrane"), seed),
    };

    /// <summary>Runs tasks: the folder of the unpacked data, <c>--seeds N</c>, names; all of them by default, with seed 1.</summary>
    public static int Run(string[] args)
    {
        var names = new List<string>(args);
        string data = names[0];
        names.RemoveAt(0);
        int seeds = 1, place = names.IndexOf("--seeds");
        if (place >= 0)
        {
            seeds = int.Parse(names[place + 1], System.Globalization.CultureInfo.InvariantCulture);
            names.RemoveRange(place, 2);
        }

        if (names.Find(name => !Tasks.ContainsKey(name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no task '{unknown}'; there are {string.Join(", ", Tasks.Keys)}.");
            return 1;
        }

        foreach (string name in names.Count > 0 ? names : [.. Tasks.Keys])
        {
            for (int seed = 1; seed <= seeds; seed++)
            {
                double before = MachinePeak.MeasureAllThreads();
                long start = Stopwatch.GetTimestamp();
                var values = new JsonObject();
                foreach (var (measure, value) in Tasks[name](data, seed)) values[measure] = Math.Round(value, 4);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, after = MachinePeak.MeasureAllThreads();
                var line = new JsonObject
                {
                    ["task"] = name, ["seed"] = seed, ["values"] = values, ["seconds"] = Math.Round(seconds), ["peak_gflops"] = Math.Round(Math.Max(before, after), 1),
                };
                Console.WriteLine(line.ToJsonString());
            }
        }

        return 0;
    }
}
