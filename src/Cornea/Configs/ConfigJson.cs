using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>The JSON of saved models.</summary>
internal static class ConfigJson
{
    /// <summary>What stands in an object that stands elsewhere too, with a number that the places share.</summary>
    public const string SharedMark = "shared_object_id";

    /// <summary>How many bytes the JSON takes as text.</summary>
    public static int LengthOf(JsonNode json) => Bytes(json).Length;

    /// <summary>The JSON as text.</summary>
    public static string TextOf(JsonNode json) => Encoding.UTF8.GetString(Bytes(json));

    /// <summary>Writes JSON as Python does: numbers that aren't finite as bare words.</summary>
    public static void Write(Stream stream, JsonNode json, bool indented = false)
    {
        // A writer rather than serializer options, which want reflection.
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented });
        Write(writer, json);
    }

    private static byte[] Bytes(JsonNode json)
    {
        using var memory = new MemoryStream();
        Write(memory, json);
        return memory.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? json)
    {
        switch (json)
        {
            case JsonObject item:
                writer.WriteStartObject();
                foreach ((string name, JsonNode? value) in item)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (JsonNode? value in list) Write(writer, value);
                writer.WriteEndArray();
                break;
            case JsonValue number when number.TryGetValue(out double value) && !double.IsFinite(value):
                writer.WriteRawValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", skipInputValidation: true);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    /// <summary>Whether two settings say the same, marks of sharing aside.</summary>
    public static bool SaysTheSame(JsonNode? a, JsonNode? b)
    {
        switch (a, b)
        {
            case (JsonObject left, JsonObject right):
                string[] names = Names(left);
                return names.Length == Names(right).Length && Array.TrueForAll(names, name => right.ContainsKey(name) && SaysTheSame(left[name], right[name]));
            case (JsonArray left, JsonArray right):
                return left.Count == right.Count && left.Zip(right).All(pair => SaysTheSame(pair.First, pair.Second));
            default:
                return JsonNode.DeepEquals(a, b);
        }

        static string[] Names(JsonObject node) => [.. node.Select(pair => pair.Key).Where(name => name != SharedMark)];
    }
}
