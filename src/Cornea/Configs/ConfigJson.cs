using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>The JSON of saved models.</summary>
internal static class ConfigJson
{
    /// <summary>How deep lists and objects may lie in each other: models in models, some 300 of them. .NET writes no more either.</summary>
    public const int LargestDepth = 1000;

    /// <summary>What stands in an object that stands elsewhere too, with a number that the places share.</summary>
    public const string SharedMark = "shared_object_id";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LargestDepth };

    /// <summary>The JSON of a text.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static JsonNode? Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>The JSON of a text in UTF-8. Python writes NaN and Infinity as bare words; they become texts, which numbers are read from too.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static JsonNode? Parse(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Options);
        }
        catch (JsonException) when (WithWordsQuoted(text) is { } quoted)
        {
            return JsonNode.Parse(quoted, documentOptions: Options);
        }
    }

    /// <summary>Writes JSON as Python does: numbers that aren't finite as bare words.</summary>
    public static void Write(Stream stream, JsonNode json, bool indented = false)
    {
        // A writer rather than serializer options, which want reflection.
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented });
        Write(writer, json);
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

    // Null where there is no such word.
    private static byte[]? WithWordsQuoted(byte[] text)
    {
        var result = new List<byte>(text.Length + 64);
        bool isText = false, isFound = false;
        for (int index = 0; index < text.Length; index++)
        {
            ReadOnlySpan<byte> rest = text.AsSpan(index);
            int length = isText ? 0 : rest.StartsWith("NaN"u8) ? 3 : rest.StartsWith("Infinity"u8) ? 8 : rest.StartsWith("-Infinity"u8) ? 9 : 0;
            if (length > 0)
            {
                result.Add((byte)'"');
                result.AddRange(rest[..length]);
                result.Add((byte)'"');
                index += length - 1;
                isFound = true;
                continue;
            }

            if (isText && text[index] == '\\' && index + 1 < text.Length) result.Add(text[index++]);
            else if (text[index] == '"') isText = !isText;
            result.Add(text[index]);
        }

        return isFound ? [.. result] : null;
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
