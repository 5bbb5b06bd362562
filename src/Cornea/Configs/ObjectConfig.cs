using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>The settings of a layer, loss, optimizer, … under Keras' names, as they stand in a saved model's JSON.</summary>
public class ObjectConfig
{
    /// <summary>An empty config, or one that holds what a JSON object holds.</summary>
    public ObjectConfig(JsonObject? json = null) => Json = json ?? [];

    /// <summary>The settings as JSON.</summary>
    public JsonObject Json { get; }

    /// <summary>This config with one more setting; a .NET number, text, bool or JSON node.</summary>
    public ObjectConfig With(string name, JsonNode? value)
    {
        Json[name] = value;
        return this;
    }

    /// <summary>True when a setting is there and isn't null.</summary>
    public bool Has(string name) => Json[name] is not null;

    /// <summary>A number.</summary>
    /// <exception cref="InvalidDataException">It's missing, or not a number.</exception>
    public double GetDouble(string name) => Number(Required(name), name);

    /// <summary>A number, or a default where it's missing or null.</summary>
    public double GetDouble(string name, double missing) => Json[name] is { } node ? Number(node, name) : missing;

    /// <summary>A whole number.</summary>
    /// <exception cref="InvalidDataException">It's missing, or not a whole number.</exception>
    public int GetInt(string name) => Whole(Required(name), name);

    /// <summary>A whole number, or a default where it's missing or null.</summary>
    public int GetInt(string name, int missing) => Json[name] is { } node ? Whole(node, name) : missing;

    /// <summary>A truth value, or a default where it's missing or null.</summary>
    public bool GetBool(string name, bool missing) => Json[name] is not { } node ? missing
        : node is JsonValue value && value.TryGetValue(out bool flag) ? flag : throw Wrong(name, "true or false", node);

    /// <summary>A text, or a default where it's missing or null.</summary>
    public string? GetString(string name, string? missing = null) => Json[name] is not { } node ? missing
        : node is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, "a text", node);

    /// <summary>Whole numbers: a list, or a single number standing for a list of one.</summary>
    public int[] GetInts(string name) => Required(name) is JsonArray list
        ? [.. list.Select(item => item is null ? Shape.Unknown : Whole(item, name))]
        : [GetInt(name)];

    /// <summary>Texts: a list; none where it's missing or null.</summary>
    /// <exception cref="InvalidDataException">It's no list of texts.</exception>
    public string[] GetStrings(string name) => Json[name] switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : throw Wrong(name, "texts", list))],
        { } other => throw Wrong(name, "a list of texts", other),
    };

    /// <summary>A number, or null where it's missing or null.</summary>
    public double? GetNullableDouble(string name) => Has(name) ? GetDouble(name) : null;

    /// <summary>A whole number, or null where it's missing or null.</summary>
    public int? GetNullableInt(string name) => Has(name) ? GetInt(name) : null;

    /// <summary>Numbers: a list, or a single number standing for a list of one; null where it's missing or null.</summary>
    public double[]? GetDoubles(string name) => Json[name] switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => item is null ? throw Wrong(name, "numbers", list) : Number(item, name))],
        { } single => [Number(single, name)],
    };

    private static double Number(JsonNode node, string name) => node is JsonValue value
        && (value.TryGetValue(out double number) || (value.TryGetValue(out long whole) && Same(number = whole))
            || (value.TryGetValue(out int small) && Same(number = small)))
        ? number
        : node is JsonValue special && special.TryGetValue(out string? text)
            ? text switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, "NaN" => double.NaN, _ => throw Wrong(name, "a number", node) }
            : throw Wrong(name, "a number", node);

    private static bool Same(double number) => !double.IsNaN(number);

    private static int Whole(JsonNode node, string name)
    {
        double number = Number(node, name);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw Wrong(name, "a whole number", node);
    }

    private static InvalidDataException Wrong(string name, string expected, JsonNode node) =>
        new($"Config: expected {expected} for '{name}', got {FileText.Shortened(node.ToJsonString())}.");

    private JsonNode Required(string name) => Json[name] ?? throw new InvalidDataException(
        $"Config: expected a value for '{name}', got none; there are {FileText.List([.. Json.Select(pair => pair.Key)])}.");
}
