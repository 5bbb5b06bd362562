using System.Text;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>The JSON of saved models.</summary>
internal static class ConfigJson
{
    /// <summary>What stands in an object that stands elsewhere too, with a number that the places share.</summary>
    public const string SharedMark = "shared_object_id";

    /// <summary>How many bytes the JSON takes as text.</summary>
    public static int LengthOf(JsonNode json) => PythonJson.Of(json, indented: false).Length; // Letters beyond ASCII are written by others.

    /// <summary>The JSON as text.</summary>
    public static string TextOf(JsonNode json) => PythonJson.Of(json, indented: false);

    /// <summary>Writes JSON as Python does.</summary>
    public static void Write(Stream stream, JsonNode json, bool indented = false) => stream.Write(Encoding.UTF8.GetBytes(PythonJson.Of(json, indented)));

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
