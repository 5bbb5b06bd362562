using System.Text.Json.Nodes;
using Cornea.Learn;

namespace Cornea.Cli.Training;

/// <summary>The results for programs; the same object stands in metrics.json and in the line of <c>--json</c>.</summary>
internal static class ResultJson
{
    public static JsonObject Of(TrainResult result, TrainOptions options)
    {
        var json = new JsonObject
        {
            ["dataset"] = options.Dataset.Name,
            ["model"] = options.Network.Name,
            ["parameters"] = result.Parameters,
            ["optimizer"] = options.Optimizer,
            ["learning_rate"] = Number(result.LearningRate),
            ["batch_size"] = options.BatchSize,
            ["seed"] = options.Seed,
            ["epochs"] = result.Epochs,
            ["interrupted"] = result.IsInterrupted,
            ["seconds"] = Math.Round(result.Seconds, 3),
        };
        foreach ((string name, double value) in result.Final) json[name] = Number(value);
        json["test_loss"] = Number(result.TestLoss);
        json["test_accuracy"] = Number(result.TestAccuracy);
        ClassScores macro = result.Classes.MacroAverage;
        json["test_precision"] = Number(macro.Precision);
        json["test_recall"] = Number(macro.Recall);
        json["test_f1"] = Number(macro.F1);
        json["classes"] = Classes(result.Classes);
        json["confusion"] = Rows(result.Confusion);
        return json;
    }

    /// <summary>The classes' scores.</summary>
    public static JsonArray Classes(ClassificationReport report) => new([.. report.Classes.Zip(report.Names, (score, name) => new JsonObject
    {
        ["name"] = name,
        ["precision"] = Number(score.Precision),
        ["recall"] = Number(score.Recall),
        ["f1"] = Number(score.F1),
        ["count"] = score.Support,
    })]);

    /// <summary>A table of counts.</summary>
    public static JsonArray Rows(long[,] matrix)
    {
        var rows = new JsonArray();
        for (int row = 0; row < matrix.GetLength(0); row++)
            rows.Add((JsonNode)new JsonArray([.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => (JsonNode)matrix[row, column])]));
        return rows;
    }

    /// <summary>A number with the seven digits that single precision has; null for NaN and infinity, which JSON doesn't know.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? Math.Round(value, 7) : null;
}
