using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Datasets;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Files;

namespace Cornea.Cli.Evaluation;

/// <summary>What a saved network says to data.</summary>
internal static class PredictRun
{
    private const int MostNumbers = 8; // In a line.
    private const double Rounding = 1e-3;

    public static void Run(string file, IReadOnlyList<string> names, string? output, int batchSize, bool json, CancellationToken cancellation)
    {
        Model model = SavedModel.Load(file, asStored: true);
        GivenData data = GivenData.ReadAll(names, model.Inputs.Count, Commands.TrainCommand.DefaultSeed, cancellation);
        int fixedSize = model.Inputs.Max(input => input.Shape[0]); // A file may hold a network for so many samples only.
        TensorList predictions = model.PredictAll(data.X, fixedSize > 0 ? fixedSize : batchSize, verbose: 0);
        if (output is not null) Save(output, predictions);
        if (json) Console.WriteLine(Json(predictions).ToJsonString());
        else if (output is not null) Screen.Create().Line($"Saved in {output}: {string.Join(", ", predictions.Select(Describe))}");
        else Show(Screen.Create(), predictions, data.ClassNames);
    }

    private static void Save(string path, TensorList predictions)
    {
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            NumPyFile.SaveAll(path, predictions.Select((tensor, index) => KeyValuePair.Create($"y{index}", tensor)));
        else if (predictions.Count == 1)
            NumPyFile.Save(path, predictions[0]);
        else
            throw new ArgumentException($"The network has {predictions.Count} outputs; a .npz file holds them: --output y.npz.");
    }

    private static JsonObject Json(TensorList predictions) => predictions.Count == 1
        ? new JsonObject { ["shape"] = Sizes(predictions[0]), ["predictions"] = Values(predictions[0]) }
        : new JsonObject
        {
            ["shape"] = new JsonArray([.. predictions.Select(Sizes)]),
            ["predictions"] = new JsonArray([.. predictions.Select(Values)]),
        };

    private static string Describe(Tensor tensor) => $"{tensor.DType} {tensor.Shape}";

    private static JsonNode Sizes(Tensor tensor) => new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]);

    private static JsonNode Values(Tensor tensor)
    {
        double[] values = tensor.ToArray<double>();
        return Nested(0, 0, values.Length);

        JsonNode Nested(int axis, int start, int count)
        {
            if (axis == tensor.Rank) return ResultJson.Number(values[start]) ?? JsonValue.Create("NaN");
            int size = tensor.Shape[axis], step = size == 0 ? 0 : count / size;
            return new JsonArray([.. Enumerable.Range(0, size).Select(index => Nested(axis + 1, start + (index * step), step))]);
        }
    }

    private static void Show(Screen screen, TensorList predictions, IReadOnlyList<string>? names)
    {
        for (int output = 0; output < predictions.Count; output++)
        {
            if (predictions.Count > 1) screen.Line($"Output {output}, {Describe(predictions[output])}:");
            int rows = predictions[output].Shape[0];
            double[] values = predictions[output].ToArray<double>();
            int size = rows == 0 ? 0 : values.Length / rows;
            bool areProbabilities = predictions[output].Rank == 2 && size > 1 && Enumerable.Range(0, rows).All(row => IsDistribution(values.AsSpan(row * size, size)));
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> own = values.AsSpan(row * size, size);
                screen.Line($"{row.ToString(CultureInfo.InvariantCulture),5}  {(areProbabilities ? Class(own, names) : Numbers(own))}");
            }
        }
    }

    private static bool IsDistribution(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            if (!(value >= 0)) return false;
            sum += value;
        }

        return Math.Abs(sum - 1) < Rounding;
    }

    private static string Class(ReadOnlySpan<double> probabilities, IReadOnlyList<string>? names)
    {
        int best = 0;
        for (int index = 1; index < probabilities.Length; index++)
            if (probabilities[index] > probabilities[best]) best = index;
        string name = names is not null && names.Count == probabilities.Length ? names[best] : best.ToString(CultureInfo.InvariantCulture);
        return $"{name}  {probabilities[best].ToString("F4", CultureInfo.InvariantCulture)}";
    }

    private static string Numbers(ReadOnlySpan<double> values)
    {
        string shown = string.Join(" ", values[..Math.Min(MostNumbers, values.Length)].ToArray().Select(value => value.ToString("G6", CultureInfo.InvariantCulture)));
        return values.Length > MostNumbers ? $"{shown} … ({values.Length} numbers)" : shown;
    }
}
