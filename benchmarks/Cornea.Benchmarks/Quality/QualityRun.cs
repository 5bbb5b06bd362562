using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cornea.Benchmarks;

/// <summary>Whole trainings on real data: what they reach, how long they take, and what the machine could do meanwhile.</summary>
internal static class QualityRun
{
    private static readonly QualityTask[] Tasks = [.. BloodCells.Tasks, Membranes.Task, Fashion.Task, CatsAndDogs.Task, DigitsFromFashion.Task];

    /// <summary>Prints a JSON line for each task and seed; all tasks when none is named.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        int seeds = 1, first = 1;
        bool isTuning = false;
        string data = ".";
        string? keep = null;
        var names = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--seeds" && i + 1 < arguments.Length && int.TryParse(arguments[i + 1], out seeds) && seeds > 0) i++;
            else if (arguments[i] == "--first" && i + 1 < arguments.Length && int.TryParse(arguments[i + 1], out first) && first > 0) i++;
            else if (arguments[i] == "--data" && i + 1 < arguments.Length) data = arguments[++i];
            else if (arguments[i] == "--keep" && i + 1 < arguments.Length) keep = arguments[++i];
            else if (arguments[i] == "--tune") isTuning = true;
            else names.Add(arguments[i]);
        }

        if (names.FirstOrDefault(name => Tasks.All(task => task.Name != name)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no task '{unknown}'; there are {string.Join(", ", Tasks.Select(task => task.Name))}; and --seeds N, --first SEED, --tune, --data FOLDER, --keep FOLDER.");
            return 2;
        }

        if (keep is not null) Directory.CreateDirectory(keep);
        foreach (QualityTask task in Tasks.Where(task => names.Count == 0 || names.Contains(task.Name)))
            for (int seed = first; seed < first + seeds; seed++) Console.WriteLine(Measure(task, new(data, seed, isTuning, keep)).ToJsonString());
        return 0;
    }

    private static JsonObject Measure(QualityTask task, QualitySettings settings)
    {
        double before = MachinePeak.MeasureAllThreads();
        RandomSeed.Set(settings.Seed);
        var training = new Stopwatch();
        IReadOnlyDictionary<string, double> values = task.Run(settings, training);
        double after = MachinePeak.MeasureAllThreads();
        return new JsonObject
        {
            ["task"] = task.Name,
            ["seed"] = settings.Seed,
            ["values"] = new JsonObject([.. values.Select(value => KeyValuePair.Create<string, JsonNode?>(value.Key, Math.Round(value.Value, 4)))]),
            ["seconds"] = Math.Round(training.Elapsed.TotalSeconds, 1),
            ["peak_gflops"] = Math.Round(Math.Max(before, after), 1),
        };
    }
}
