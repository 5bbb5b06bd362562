using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Goldens;

/// <summary>Reads numbers of <c>case.json</c>, in which infinities and NaN stand as strings.</summary>
internal static class GoldenJson
{
    /// <summary>A number, or "Infinity", "-Infinity", "NaN".</summary>
    /// <exception cref="NotUnderstoodException">It is something else.</exception>
    public static double ToDouble(this JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => node.GetValue<double>(),
        JsonValueKind.String => node.GetValue<string>() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            string other => throw new NotUnderstoodException($"expected a number at {node.GetPath()}, got \"{other}\""),
        },
        _ => throw Unexpected(node, "a number"),
    };

    /// <summary>A list of numbers (nested lists are flattened), or one number.</summary>
    public static double[] ToDoubles(this JsonNode? node) =>
        node is JsonArray list ? [.. list.SelectMany(item => item.ToDoubles())] : [node.ToDouble()];

    /// <summary>A whole number.</summary>
    public static int ToInt(this JsonNode? node)
    {
        double value = node.ToDouble();
        return value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue ? (int)value : throw Unexpected(node, "a whole number");
    }

    /// <summary>Whether a number is written as a whole one: scikit-learn takes 7 as a count and 7.0 as a fraction.</summary>
    public static bool IsWholeNumber(this JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && int.TryParse(node.ToJsonString(), out _);

    public static bool ToBool(this JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Unexpected(node, "true or false"),
    };

    public static string ToText(this JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Unexpected(node, "a string");

    private static NotUnderstoodException Unexpected(JsonNode? node, string what) =>
        new($"expected {what}{(node is null ? "" : " at " + node.GetPath())}, got {node?.ToJsonString() ?? "null"}");
}
