using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>An object as Keras writes it into JSON: which class, and its settings.</summary>
/// <remarks>Keras' own classes stand with their module; a class of one's own with its registered name. A bare text stands for a class with default settings.</remarks>
/// <param name="Module">Where Keras keeps the class, such as <c>keras.losses</c>; null for a class of one's own.</param>
/// <param name="ClassName">The name of the class, such as <c>MeanSquaredError</c>.</param>
/// <param name="Config">The settings.</param>
public sealed record KerasObject(string? Module, string ClassName, ObjectConfig Config)
{
    private const string OwnField = "cornea";

    /// <summary>The name under which a class of one's own is registered; null for Keras' own.</summary>
    public string? RegisteredName { get; init; }

    /// <summary>What Cornea keeps besides, in a field <c>cornea</c> that Keras passes over; null for nothing.</summary>
    internal JsonObject? Own { get; init; }

    /// <summary>The four fields Keras writes: module, class_name, config, registered_name.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["module"] = Module,
            ["class_name"] = ClassName,
            ["config"] = Config.Json.DeepClone(),
            ["registered_name"] = RegisteredName,
        };
        if (Own is not null) json[OwnField] = Own.DeepClone();
        return json;
    }

    /// <summary>What a JSON node has in the field <c>cornea</c>; null for nothing.</summary>
    internal static JsonObject? OwnOf(JsonNode? node) => (node as JsonObject)?[OwnField] as JsonObject;

    /// <summary>Reads what <see cref="ToJson"/> writes, an older form without module, or a bare text.</summary>
    /// <exception cref="InvalidDataException">The JSON is none of these.</exception>
    public static KerasObject FromJson(JsonNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node is JsonValue value && value.TryGetValue(out string? name)) return new KerasObject(null, name, new ObjectConfig());
        if (node is not JsonObject json || json["class_name"] is not JsonValue classValue || !classValue.TryGetValue(out string? className))
            throw new InvalidDataException($"Config: expected an object with 'class_name' and 'config', got {FileText.Shortened(node.ToJsonString())}.");
        var fields = new ObjectConfig(json);

        // A function stands as class "function" with its name for a config.
        if (json["config"] is JsonValue function && function.TryGetValue(out string? functionName))
            return new KerasObject(fields.GetString("module"), functionName, new ObjectConfig());
        return new KerasObject(fields.GetString("module"), className, new ObjectConfig(json["config"]?.DeepClone() as JsonObject))
        {
            RegisteredName = fields.GetString("registered_name"),
            Own = OwnOf(json)?.DeepClone() as JsonObject,
        };
    }
}
