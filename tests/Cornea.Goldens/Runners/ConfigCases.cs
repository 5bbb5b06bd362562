using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Goldens.Runners;

/// <summary>What every case with a class and a config checks: an object made of the config gives the same config again.</summary>
internal static class ConfigCases
{
    /// <summary>Class, module and config of a case: what an object is made of.</summary>
    public static JsonObject ObjectOf(CaseJson json)
    {
        var result = new JsonObject { ["class_name"] = json["class_name"].ToText(), ["config"] = json["config"]?.Whole() };
        if (json["module"] is { } module) result["module"] = module.ToText();
        if (json["registered_name"] is { } registered) result["registered_name"] = registered.ToText();
        if (json["build_config"] is { } build) result["build_config"] = build.Whole();
        return result;
    }

    public static void CheckRoundTrip(JsonNode expected, KerasSaveable got)
    {
        KerasObject saved = got.Serialize();
        string className = expected["class_name"].ToText();
        if (saved.ClassName != className) throw new MismatchException($"config: expected class {className}, got {saved.ClassName}");
        if (expected["module"] is { } module && module.ToText() != saved.Module)
            throw new MismatchException($"config: expected module {module}, got {saved.Module}");
        CheckJson("config", expected["config"], saved.Config.Json);
    }

    // Layers inside stand with or without the shape they were built for, as the test happened to leave them.
    internal static JsonNode? WithoutBuild(JsonNode? json)
    {
        JsonNode? copy = json?.DeepClone();
        Strip(copy);
        return copy;

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject fields)
            {
                fields.Remove("build_config");
                foreach ((_, JsonNode? inner) in fields) Strip(inner);
            }
            else if (node is JsonArray items)
            {
                foreach (JsonNode? inner in items) Strip(inner);
            }
        }
    }

    internal static void CheckJson(string path, JsonNode? expected, JsonNode? got)
    {
        if (expected is JsonObject fields && got is JsonObject ours)
        {
            foreach (string key in fields.Select(field => field.Key).Union(ours.Select(field => field.Key)))
            {
                if (!fields.ContainsKey(key)) throw new MismatchException($"{path}: '{key}' is one setting too many");
                if (!ours.ContainsKey(key)) throw new MismatchException($"{path}: '{key}' is missing");
                CheckJson($"{path}.{key}", fields[key], ours[key]);
            }
        }
        else if (expected is JsonArray list && got is JsonArray our && list.Count == our.Count)
        {
            for (int index = 0; index < list.Count; index++) CheckJson($"{path}[{index}]", list[index], our[index]);
        }
        else if (expected?.GetValueKind() == JsonValueKind.Number && got is JsonValue)
        {
            // Written with another number of digits it is the same number.
            double wanted = expected.ToDouble(), value = JsonNode.Parse(got.ToJsonString()).ToDouble();
            if (Math.Abs(wanted - value) > 1e-7 * Math.Abs(wanted)) throw new MismatchException($"{path}: expected {wanted}, got {value}");
        }
        else if (!IsNothing(path, expected, got) && expected?.ToJsonString() != got?.ToJsonString())
        {
            throw new MismatchException($"{path}: expected {expected?.ToJsonString() ?? "null"}, got {got?.ToJsonString() ?? "null"}");
        }
    }

    // Keras keeps null as a reduction where that was given; it means "none".
    private static bool IsNothing(string path, JsonNode? expected, JsonNode? got) =>
        path.EndsWith(".reduction", StringComparison.Ordinal) && expected is null && got?.ToJsonString() == "\"none\"";
}
