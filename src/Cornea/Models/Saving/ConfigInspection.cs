using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

/// <summary>Walks through a model's JSON, of any age of Keras, and notes its layers without making any.</summary>
internal sealed class ConfigInspection
{
    private static readonly string[] Models = ["Sequential", "Functional", "Model"];

    private readonly OrderedDictionary<string, (bool IsSupported, List<string> Names)> _found = [];

    public static IReadOnlyList<LayerUse> Of(JsonObject model, string path)
    {
        var inspection = new ConfigInspection();
        inspection.Visit(model, isModel: true, path);
        return [.. inspection._found.Select(pair => new LayerUse(pair.Key, pair.Value.Names.Count, pair.Value.IsSupported, pair.Value.Names))];
    }

    private void Visit(JsonNode? node, bool isModel, string path)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new InvalidDataException($"{path}: more layers lie in each other than are read.");
        if (node is not JsonObject layer || JsonText.TextOf(layer["class_name"]) is not { } className) return;
        JsonNode? config = layer["config"];
        if (!isModel || !Models.Contains(className)) Note(layer, className, JsonText.TextOf((config as JsonObject)?["name"]) ?? JsonText.TextOf(layer["name"]) ?? "");
        foreach (JsonNode? inner in (config as JsonArray) ?? (config as JsonObject)?["layers"] as JsonArray ?? []) Visit(inner, isModel: false, path); // To Keras 2.2.2 a sequence's config was the list.
        if (config is not JsonObject settings) return;
        foreach (JsonNode? inner in LegacyConfig.Inside(settings)) Visit(inner, isModel: false, path);
    }

    private void Note(JsonObject layer, string className, string name)
    {
        string shown = LegacyOperations.NameOf(layer) ?? className;
        if (!_found.TryGetValue(shown, out (bool IsSupported, List<string> Names) known)) _found[shown] = known = (IsSupported(layer, className), []);
        known.Names.Add(FileText.Shortened(name));
    }

    private static bool IsSupported(JsonObject layer, string className)
    {
        if (LegacyOperations.NameOf(layer) is not null) return LegacyOperations.IsKnown(layer);
        if (LayerReader.IsOperation(JsonText.TextOf(layer["module"]))) return OperationTable.Has(className);
        return className != "Lambda" && LayerReader.Knows(LegacyConfig.IsOld(layer) ? LegacyConfig.CurrentName(className) : className);
    }
}
