using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>augment</c>: a layer applies what Keras drew, and makes what Keras made of it.</summary>
internal static class AugmentCases
{
    public static void Run(GoldenCase golden)
    {
        string className = golden.Json["layer"].ToText().Split('.')[^1];
        var json = new JsonObject { ["module"] = "keras.layers", ["class_name"] = className, ["config"] = golden.Json["arguments"]!.Whole() };
        if (Layer.FromJson(json) is not BaseImagePreprocessingLayer layer) throw new NotUnderstoodException($"{className} is no layer that augments images");
        CheckRange(golden["x"].ToArray<double>(), golden.Json["value_range"].ToDoubles());
        Transformation? draw = DrawOf(golden, golden.Json["draw"]?.Whole());
        GoldenTolerance.Values.Check("y", golden["y"], layer.TransformImages(golden["x"].ToTensor(), draw));
        CheckConfig(layer);
    }

    // What the case says of its images.
    private static void CheckRange(double[] images, double[] range)
    {
        if (images.Min() < range[0] || images.Max() > range[1])
            throw new NotUnderstoodException($"images from {images.Min()} to {images.Max()} in a range from {range[0]} to {range[1]}");
    }

    // Saved, read and saved again, it's the same layer.
    private static void CheckConfig(Layer layer)
    {
        string first = layer.ToJson().ToJsonString(), second = Layer.FromJson(JsonNode.Parse(first)!).ToJson().ToJsonString();
        if (first != second) throw new MismatchException($"config: expected {first}, got {second} after a round trip");
    }

    // A dictionary has named tensors and draws of layers inside; a list the names 0, 1, …; a tensor by itself none.
    private static Transformation? DrawOf(GoldenCase golden, JsonNode? json)
    {
        switch (json)
        {
            case null:
            case JsonValue when json.GetValueKind() == JsonValueKind.String: // The name of an object of Keras', such as a seed generator.
                return null;
            case JsonObject step when step["layer_name"] is { } name: // A step of AugMix.
                var only = new Transformation();
                only.Inner[name.ToText()] = DrawOf(golden, step["transformation"]);
                return only;
            case JsonObject or JsonArray when TensorOf(golden, json) is null:
                var draw = new Transformation();
                foreach ((string name, JsonNode? item) in Items(json))
                {
                    if (TensorOf(golden, item) is { } tensor) draw.With(name, tensor);
                    else draw.Inner[name] = DrawOf(golden, item);
                }

                return draw;
            default:
                return new Transformation().With(Transformation.Only, TensorOf(golden, json) ?? throw new NotUnderstoodException($"the draw {json.ToJsonString()}"));
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Items(JsonNode json) => json is JsonObject dictionary
        ? dictionary
        : json.AsArray().Select((item, index) => KeyValuePair.Create($"{index}", item));

    private static Tensor? TensorOf(GoldenCase golden, JsonNode? json) => json switch
    {
        JsonObject reference when reference["array"] is { } name => golden[name.ToText()].ToTensor(),
        JsonValue when json.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => golden.ToTensor(json),
        _ => null,
    };
}
