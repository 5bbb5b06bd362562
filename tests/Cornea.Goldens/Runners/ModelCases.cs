using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>models</c>: files that Keras wrote are loaded and compute what Keras computed; saved and loaded again, the same bits.</summary>
internal static class ModelCases
{
    private const int ConsoleWidth = 80; // Keras' console cut the table of 100 columns there.

    public static void Run(GoldenCase golden)
    {
        string folder = Directory.CreateTempSubdirectory("cornea-models-").FullName;
        try
        {
            string path = Path.Combine(folder, "model.keras"), weights = Path.Combine(folder, "model.weights.h5"), legacy = Path.Combine(folder, "model.h5"), again = Path.Combine(folder, "again.keras");
            File.WriteAllBytes(path, golden.ReadFile("model.keras"));
            File.WriteAllBytes(weights, golden.ReadFile("model.weights.h5"));
            TensorList x = TensorList.Create([.. golden.Numbered("x").Select(array => array.ToTensor())]);
            FileArray[] y = golden.Numbered("y");
            if (golden.Json["inputs"].ToInt() != x.Count || golden.Json["outputs"].ToInt() != y.Length)
                throw new NotUnderstoodException($"{golden.Json["inputs"]} inputs and {golden.Json["outputs"]} outputs, of which {x.Count} and {y.Length} are there");
            JsonNode json = golden.Json["json"]!.Whole();

            Model model = Model.Load(path);
            TensorList outputs = Check(golden, "model.keras", model, x, y);
            CheckTable(golden, model);
            CheckJson(json, model.ToJson());

            Model second = Model.FromJson(json.DeepClone());
            second.LoadWeights(weights);
            Same("model.weights.h5", outputs, Check(golden, "model.weights.h5", second, x, y));

            File.WriteAllBytes(legacy, golden.ReadFile("model.h5"));
            Same("model.h5", outputs, Outputs(Model.Load(legacy), x));
            Model.FromJson(json.DeepClone()).LoadWeights(legacy);
            string ownLegacy = Path.Combine(folder, "own.h5");
            model.Save(ownLegacy);
            Same("saved as .h5 and loaded", outputs, Outputs(Model.Load(ownLegacy), x));

            model.Save(again);
            Same("saved and loaded", outputs, Outputs(Model.Load(again), x));
            string own = Path.Combine(folder, "own.weights.h5");
            model.SaveWeights(own);
            Model third = Model.FromJson(json.DeepClone());
            third.LoadWeights(own);
            Same("saved and loaded weights", outputs, Outputs(third, x));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TensorList Outputs(Model model, TensorList x) => model.Call(x, training: false);

    private static TensorList Check(GoldenCase golden, string what, Model model, TensorList x, FileArray[] y)
    {
        TensorList outputs = Outputs(model, x);
        if (outputs.Count != y.Length) throw new MismatchException($"{what}: expected {y.Length} outputs, got {outputs.Count}");
        for (int index = 0; index < y.Length; index++) GoldenTolerance.Values.Check($"{what}: y{index}", y[index], outputs[index]);
        // Keras' Sequential puts its own name before its layers' or not, by how it was made (at once, or layer by layer); files don't have it.
        string own = model is Sequential ? model.Name + "/" : "\n";
        string wanted = string.Join(", ", golden.Json["weights"]!.Items.Select(weight => $"{Inner(weight!["path"].ToText())} {weight["shape"]!.Whole().ToJsonString()}"));
        string got = string.Join(", ", model.Weights.Select(weight => $"{weight.Path} [{string.Join(",", weight.Shape)}]"));
        string Inner(string path) => path.StartsWith(own, StringComparison.Ordinal) ? path[own.Length..] : path;
        if (wanted != got) throw new MismatchException($"{what}: weights: expected {wanted}, got {got}");
        return outputs;
    }

    // Key by key, in Keras' order. Its marks of what stands elsewhere too are places in memory, and here only layers have them.
    private static void CheckJson(JsonNode expected, JsonNode got)
    {
        var differences = new List<string>();
        Compare("", expected, got);
        if (differences.Count > 0) throw new MismatchException($"JSON: {differences.Count} differences\n{string.Join('\n', differences.Take(40))}");

        void Compare(string path, JsonNode? a, JsonNode? b)
        {
            switch (a, b)
            {
                case (JsonObject left, JsonObject right):
                    string[] wanted = Keys(left), there = Keys(right);
                    if (!wanted.SequenceEqual(there)) differences.Add($"{path}: expected {string.Join(", ", wanted)}; got {string.Join(", ", there)}");
                    foreach (string key in wanted.Intersect(there)) Compare($"{path}/{key}", left[key], right[key]);
                    break;
                case (JsonArray left, JsonArray right) when left.Count == right.Count:
                    for (int index = 0; index < left.Count; index++) Compare($"{path}/{index}", left[index], right[index]);
                    break;
                case (JsonValue left, JsonValue right) when left.TryGetValue(out long whole) && right.TryGetValue(out double number) && whole == number:
                    break; // Keras keeps whether a program said 0 or 0.0.
                default:
                    if (ConfigJson.TextOf(new JsonArray(a?.DeepClone())) != ConfigJson.TextOf(new JsonArray(b?.DeepClone()))) differences.Add($"{path}: expected {a?.ToJsonString() ?? "null"}, got {b?.ToJsonString() ?? "null"}");
                    break;
            }
        }

        static string[] Keys(JsonObject item) => [.. item.Select(pair => pair.Key).Where(key => key != ConfigJson.SharedMark)];
    }

    private static void Same(string what, TensorList expected, TensorList got)
    {
        for (int index = 0; index < expected.Count; index++)
        {
            float[] first = expected[index].Cast(DType.Float32).ToArray<float>(), second = got[index].Cast(DType.Float32).ToArray<float>();
            if (!first.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(second.Select(BitConverter.SingleToUInt32Bits)))
                throw new MismatchException($"{what}: output {index} has other bits");
        }
    }

    private static void CheckTable(GoldenCase golden, Model model)
    {
        string[] wanted = [.. golden.Json["layers"]!.Items.Select(Row)];
        string[] got = [.. model.Layers.Select(Row)];
        if (!wanted.SequenceEqual(got)) throw new MismatchException($"layers: expected\n{string.Join('\n', wanted)}\ngot\n{string.Join('\n', got)}");
        if (model.ParameterCount != golden.Json["total"].ToInt()) throw new MismatchException($"total: expected {golden.Json["total"]}, got {model.ParameterCount}");
        long trainable = model.TrainableWeights.Sum(weight => weight.Shape.ElementCount);
        if (trainable != golden.Json["trainable"].ToInt()) throw new MismatchException($"trainable: expected {golden.Json["trainable"]}, got {trainable}");
        string summary = Cut(golden.Json["summary"].ToText()), own = Cut(model.SummaryText(lineLength: 100));
        if (summary != own) throw new MismatchException($"summary: expected\n{summary}\ngot\n{own}");
    }

    /// <summary>A line of Keras' table of layers.</summary>
    public static string Row(CaseJson? layer) =>
        $"{layer!["name"].ToText()} {layer["class_name"].ToText()} {Shape(layer["output_shape"]?.Whole())} {layer["parameters"].ToInt()}";

    /// <summary>The same line of a layer here.</summary>
    public static string Row(Layer layer) => $"{layer.Name} {layer.ClassName} {OutputShape(layer)} {layer.ParameterCount}";

    private static string OutputShape(Layer layer)
    {
        Tensor output = layer is Model model ? model.Outputs[0] : layer.Output;
        return string.Join(',', output.Shape.Select(size => size == Cornea.Shape.Unknown ? "" : $"{size}"));
    }

    private static string Shape(JsonNode? json) => json is JsonArray { Count: > 0 } list && list[0] is JsonArray inner
        ? Shape(inner)
        : string.Join(',', json!.AsArray().Select(size => size is null ? "" : size.ToInt().ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static string Cut(string text) => string.Join('\n', text.TrimEnd().Split('\n').Select(line => (line.Length > ConsoleWidth ? line[..ConsoleWidth] : line).TrimEnd()));
}
