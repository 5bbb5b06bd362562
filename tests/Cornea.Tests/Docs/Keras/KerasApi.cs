using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Tests.Docs.Keras;

/// <summary>An argument of one of Keras' names: whether it has a default, and which.</summary>
internal sealed record KerasArgument(string Name, bool HasDefault, JsonNode? Default, bool IsRest)
{
    /// <summary>As Python would write it.</summary>
    public override string ToString() => !HasDefault ? Name : $"{Name}={Python(Default)}";

    public static string Python(JsonNode? value) => value switch
    {
        null => "None",
        JsonArray list => $"({string.Join(", ", list.Select(Python))})",
        _ when value.GetValueKind() == JsonValueKind.True => "True",
        _ when value.GetValueKind() == JsonValueKind.False => "False",
        _ when value.GetValueKind() == JsonValueKind.String => $"\"{value.GetValue<string>()}\"",
        _ => value.ToJsonString(),
    };
}

/// <summary>One of Keras' public names: a class or a function, its arguments, and for the large classes the methods.</summary>
internal sealed record KerasName(string Name, bool IsClass, IReadOnlyList<KerasArgument> Arguments, IReadOnlyDictionary<string, IReadOnlyList<string>> Methods)
{
    /// <summary>The last part, such as <c>Dense</c>.</summary>
    public string Last => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>What stands before the last part, such as <c>keras.layers</c>.</summary>
    public string Module => Name[..Name.LastIndexOf('.')];
}

/// <summary>Every public name of Keras 3.15, read from keras_api.json beside this file.</summary>
internal static class KerasApi
{
    public static IReadOnlyList<KerasName> Names { get; } = Read();

    private static List<KerasName> Read()
    {
        using Stream stream = typeof(KerasApi).Assembly.GetManifestResourceStream("keras_api.json")!;
        JsonObject names = JsonNode.Parse(stream)!["names"]!.AsObject();
        return [.. names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Name(pair.Key, pair.Value!.AsObject()))];
    }

    private static KerasName Name(string name, JsonObject json) => new(
        name,
        json["kind"]!.GetValue<string>() == "class",
        [.. (json["arguments"]?.AsArray() ?? []).Select(argument => Argument(argument!.AsObject()))],
        Methods(json["methods"]));

    // Some classes list their methods with arguments, some by name alone.
    private static Dictionary<string, IReadOnlyList<string>> Methods(JsonNode? json) => json switch
    {
        JsonObject methods => methods.ToDictionary(method => method.Key, IReadOnlyList<string> (method) => [.. method.Value!.AsArray().Select(argument => argument!.GetValue<string>())]),
        JsonArray names => names.ToDictionary(name => name!.GetValue<string>(), IReadOnlyList<string> (_) => []),
        _ => [],
    };

    private static KerasArgument Argument(JsonObject json) =>
        new(json["name"]!.GetValue<string>(), json.ContainsKey("default"), json["default"], json["kind"]?.GetValue<string>() == "var");
}
