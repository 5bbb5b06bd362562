using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Files;

/// <summary>Parses JSON out of files, after having counted what it is made of: its nodes take far more memory than its text.</summary>
internal static class JsonText
{
    // Measured on .NET 10: a number in a list costs about 100 bytes once it has been looked at.
    private const int BytesPerToken = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LargestDepth, AllowDuplicateProperties = false };

    /// <summary>How deep objects and lists may lie in each other.</summary>
    public const int LargestDepth = 256;

    /// <summary>The JSON of a text. Python writes NaN and Infinity as bare words; they become texts, which numbers are read from too.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="place">What messages begin with.</param>
    /// <param name="budget">What the nodes are charged to.</param>
    /// <exception cref="InvalidDataException">It isn't JSON, or there is too much of it.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, string place, LoadBudget budget)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = LargestDepth });
            long tokens = 0;
            while (reader.Read()) tokens++;
            budget.Take((double)BytesPerToken * tokens, "JSON");
            return JsonNode.Parse(utf8, null, Options);
        }
        catch (JsonException) when (WithWordsQuoted(utf8) is { } quoted)
        {
            return Parse(quoted, place, budget);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{place}: expected JSON: {FileText.Shortened(error.Message)}", error);
        }
    }

    // Null where there is no such word.
    private static byte[]? WithWordsQuoted(ReadOnlySpan<byte> text)
    {
        var result = new List<byte>(text.Length + 64);
        bool isText = false, isFound = false;
        for (int index = 0; index < text.Length; index++)
        {
            ReadOnlySpan<byte> rest = text[index..];
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

    /// <summary>The text that a value is; null for anything else.</summary>
    public static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
