using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>What the call of an operation was given, by place and by name, as Keras' JSON in which the tensors are numbered: so it can be called again with others.</summary>
/// <param name="Args">By place.</param>
/// <param name="Kwargs">By name.</param>
internal sealed record OperationArguments(JsonArray Args, JsonObject Kwargs)
{
    private const string PlaceName = "tensor";

    public static OperationArguments None { get; } = new([], []);

    /// <summary>What stands where a tensor does.</summary>
    public static JsonObject Place(int number) => new() { [PlaceName] = number };

    /// <summary>The number of the tensor that stands here; null where none does.</summary>
    public static int? PlaceOf(JsonNode? node) => node is JsonObject { Count: 1 } place && place[PlaceName] is JsonValue number ? number.GetValue<int>() : null;

    /// <summary>The same arguments with something in the place of each tensor.</summary>
    public (JsonArray Args, JsonObject Kwargs) With(Func<int, JsonNode> tensor) =>
        ((JsonArray)Replaced(Args, node => PlaceOf(node) is { } place ? tensor(place) : null)!, (JsonObject)Replaced(Kwargs, node => PlaceOf(node) is { } place ? tensor(place) : null)!);

    /// <summary>A copy with other nodes in the place of some; texts that stand for numbers that aren't finite become those.</summary>
    /// <param name="node">What is copied.</param>
    /// <param name="replace">Gives the other node; null keeps the object and looks inside.</param>
    public static JsonNode? Replaced(JsonNode? node, Func<JsonObject, JsonNode?> replace) => node switch
    {
        JsonObject item => replace(item) ?? new JsonObject(item.Select(pair => KeyValuePair.Create(pair.Key, Replaced(pair.Value, replace)))),
        JsonArray list => new JsonArray([.. list.Select(item => Replaced(item, replace))]),
        JsonValue value when value.TryGetValue(out string? text) && text is "NaN" or "Infinity" or "-Infinity" => new ObjectConfig(new JsonObject { ["value"] = text }).GetDouble("value"),
        _ => node?.DeepClone(),
    };
}
