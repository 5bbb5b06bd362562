using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Learn;

namespace Cornea.Cli.Evaluation;

/// <summary>One test of a saved network.</summary>
internal static class EvaluateRun
{
    public const int DefaultBatchSize = 256;

    public static void Run(string file, string name, string? targets, int batchSize, int? seed, bool json, CancellationToken cancellation)
    {
        Model model = SavedModel.Load(file);
        GivenData data = GivenData.Read(name, targets, model.Inputs.Count, seed ?? SeedOf(model, file, name), cancellation);
        if (data.Y is null) throw new ArgumentException($"'{name}' holds no targets; give them with --targets y.npy.");
        Cornea.Evaluation scores = model.Evaluate(data.X, data.Y, batchSize, verbose: 0);
        ClassificationReport? classes = Classes(model, data, batchSize);
        if (json) Console.WriteLine(Json(scores, data, classes).ToJsonString());
        else Show(Screen.Create(), scores, data, classes);
    }

    // The rows that the network hasn't seen: its file says by which seed they were drawn, or nobody does.
    private static int SeedOf(Model model, string file, string name)
    {
        if (SavedModel.SeedOf(model, name) is { } seed) return seed;
        if (BuiltInDatasets.All.Any(dataset => dataset.Name == name && dataset.IsDrawn))
            Errors.Say($"'{file}' doesn't say on which rows of {name} it was trained, so some of those that it's tested on may be among them. --seed gives the seed of its training.");
        return Commands.TrainCommand.DefaultSeed;
    }

    private static void Show(Screen screen, Cornea.Evaluation scores, GivenData data, ClassificationReport? classes)
    {
        string all = string.Join(", ", scores.Select(score => $"{score.Name} {score.Value.ToString("F4", CultureInfo.InvariantCulture)}"));
        screen.Markup($"[bold]{Spectre.Console.Markup.Escape(all)}[/], on {data.X[0].Shape[0]:N0} samples.");
        if (classes is null) return;
        screen.Line();
        foreach (string line in classes.ToString().TrimEnd('\n').Split('\n')) screen.Line(line);
    }

    private static JsonObject Json(Cornea.Evaluation scores, GivenData data, ClassificationReport? classes)
    {
        var json = new JsonObject { ["samples"] = data.X[0].Shape[0] };
        foreach ((string name, double value) in scores) json[name] = ResultJson.Number(value);
        if (classes is not null) json["classes"] = ResultJson.Classes(classes);
        return json;
    }

    // Where the network gives a number for each class and the targets are the classes' numbers.
    private static ClassificationReport? Classes(Model model, GivenData data, int batchSize)
    {
        Tensor y = data.Y!;
        if (model.Outputs is not [{ Rank: 2 } output] || output.Shape[1] < 2 || y.DType.IsFloating || y.Rank > 2 || (y.Rank == 2 && y.Shape[1] != 1)) return null;
        Tensor predicted = model.Predict(data.X, batchSize, verbose: 0).ArgMax(axis: -1);
        int[] labels = [.. Enumerable.Range(0, output.Shape[1])];
        return Report.Classification(y, predicted, labels, data.ClassNames?.Count == labels.Length ? data.ClassNames : null, digits: 4);
    }
}
