using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Vision;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>applications</c>: a known network has Keras' layers, names and order of weights, and computes what Keras computed from weights made by a rule.</summary>
internal static class ApplicationCases
{
    // Thousands of sums on top of each other, in another order than Keras': the deeper the network, the further apart.
    private const double Deeper = 10;

    public static void Run(GoldenCase golden)
    {
        if (golden.Json["builder"] is null) RunPreprocessing(golden);
        else RunNetwork(golden);
    }

    private static void RunPreprocessing(GoldenCase golden)
    {
        Tensor x = golden["x"].ToTensor();
        foreach (string name in golden.ArrayNames.Where(name => name != "x"))
            GoldenTolerance.Values.Check(name, golden[name], Applications.PreprocessInput(x, name));
    }

    private static void RunNetwork(GoldenCase golden)
    {
        LayerNames.Reset(); // Keras counted from the beginning for each network.
        Model model = Build(golden);
        CheckTable(golden, model);
        SetWeights(golden, model);
        int size = golden.Json["input_size"].ToInt();
        float[] pixels = Numbers("input", size * size * 3);
        if (golden.Json["input_is"].ToText() == "0..255") pixels = Array.ConvertAll(pixels, u => (u + 1) * 127.5f);
        Tensor y = model.Predict(Tensor.From(pixels).Reshape(1, size, size, 3), verbose: 0);
        GoldenTolerance.Values.Times(Deeper, "a hundred layers of sums in another order").Check("y", golden["y"], y);
    }

    private static Model Build(GoldenCase golden)
    {
        string name = golden.Json["builder"].ToText();
        MethodInfo builder = typeof(Applications).GetMethod(name) ?? throw new NotUnderstoodException($"there is no application '{name}'");
        Dictionary<string, JsonNode?> given = golden.Json["arguments"]!.ToDictionary(pair => pair.Key.Replace("_", "", StringComparison.Ordinal), pair => pair.Value?.Whole());
        object?[] arguments = [.. builder.GetParameters().Select(parameter => given.Remove(parameter.Name!.ToLowerInvariant(), out JsonNode? value) ? Value(parameter, value) : parameter.DefaultValue)];
        if (given.Count > 0) throw new NotUnderstoodException($"'{name}' has no argument {string.Join(", ", given.Keys)}");
        return (Model)builder.Invoke(null, arguments)!;
    }

    private static object? Value(ParameterInfo parameter, JsonNode? value)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return value is null ? null
            : type == typeof(Shape) ? new Shape([.. value.AsArray().Select(size => size is null ? Shape.Unknown : size.ToInt())])
            : type == typeof(string) ? value.ToText()
            : type == typeof(bool) ? value.GetValue<bool>()
            : type == typeof(double) ? value.ToDouble()
            : type == typeof(int) ? value.ToInt()
            : throw new NotUnderstoodException($"an argument '{parameter.Name}' of {type.Name}");
    }

    private static void CheckTable(GoldenCase golden, Model model)
    {
        // Keras' own table leaves operations out.
        string[] wanted = [.. golden.Json["layers"]!.Items.Select(ModelCases.Row)];
        string[] got = [.. model.Layers.Where(layer => layer is not OperationLayer).Select(ModelCases.Row)];
        for (int index = 0; index < Math.Max(wanted.Length, got.Length); index++)
        {
            string expected = index < wanted.Length ? wanted[index] : "nothing", here = index < got.Length ? got[index] : "nothing";
            if (expected != here) throw new MismatchException($"layer {index}: expected {expected}, got {here}");
        }

        if (model.ParameterCount != golden.Json["total"].ToInt()) throw new MismatchException($"total: expected {golden.Json["total"]}, got {model.ParameterCount}");
        long trainable = model.TrainableWeights.Sum(weight => weight.Shape.ElementCount);
        if (trainable != golden.Json["trainable"].ToInt()) throw new MismatchException($"trainable: expected {golden.Json["trainable"]}, got {trainable}");
    }

    private static void SetWeights(GoldenCase golden, Model model)
    {
        CaseJson[] wanted = [.. golden.Json["weights"]!.Items.Select(item => item!)];
        if (wanted.Length != model.Weights.Count) throw new MismatchException($"weights: expected {wanted.Length}, got {model.Weights.Count}");
        for (int index = 0; index < wanted.Length; index++)
        {
            string path = wanted[index]["path"].ToText();
            Variable weight = model.Weights[index];
            int[] shape = [.. wanted[index]["shape"]!.Items.Select(size => size.ToInt())];
            if (!shape.SequenceEqual(weight.Shape)) throw new MismatchException($"weight {path}: expected shape ({string.Join(", ", shape)}), got {weight.Shape}");
            if (!IsSame(path, weight.Path)) throw new MismatchException($"weight {index}: expected {path}, got {weight.Path}");
            float[] u = Numbers(path, checked((int)weight.Shape.ElementCount));
            double? fan = wanted[index]["fan"] is { } number ? number.ToDouble() : null;
            Func<float, float> rule = path[(path.LastIndexOf('/') + 1)..] switch
            {
                _ when fan is { } inputs => value => value * (float)Math.Sqrt(6 / inputs),
                "gamma" => value => 1 + (0.1f * value),
                "moving_variance" or "variance" => value => 1 + (0.5f * Math.Abs(value)),
                _ => value => 0.1f * value,
            };
            weight.Assign(Tensor.From(Array.ConvertAll(u, value => rule(value))).Reshape(weight.Shape).Cast(weight.DType));
        }
    }

    // Keras puts name scopes before a layer's name (NASNet), and counts weights without a name for the whole process (ConvNeXt's layer scale).
    private static bool IsSame(string keras, string here) =>
        keras == here || keras.EndsWith("/" + here, StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.Replace(keras, "/variable_[0-9]+$", "/variable") == here;

    // The README's rule: numbers from −1 to 1 that a tensor's name makes.
    private static float[] Numbers(string path, int count)
    {
        uint seed = unchecked(Crc32.Of(Encoding.UTF8.GetBytes(path)) * 0x9E3779B9u);
        float[] numbers = new float[count];
        for (uint index = 0; index < count; index++)
        {
            uint x = unchecked(index + seed);
            x ^= x >> 16;
            x *= 0x7feb352d;
            x ^= x >> 15;
            x *= 0x846ca68b;
            x ^= x >> 16;
            numbers[index] = (float)((x / 2147483648.0) - 1);
        }

        return numbers;
    }
}
