using System.Text.Json.Nodes;
using Cornea.Activations;
using Cornea.Files;

namespace Cornea;

/// <summary>Brings a model's JSON from Keras 2.0 to 2.15 (keras and tf.keras) into the form of Keras 3.</summary>
/// <remarks>
/// What only has another spelling (texts for dtypes, lists of one axis, old initializers) the layers read themselves; what a layer of today has
/// no setting for is passed over. Source: Keras 3, legacy/saving; the configs that Keras 2.0 to 2.15 write.
/// </remarks>
internal static class LegacyConfig
{
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["Model"] = "Functional",
        ["SyncBatchNormalization"] = "BatchNormalization",
        ["Convolution1D"] = "Conv1D",
        ["Convolution2D"] = "Conv2D",
        ["Convolution3D"] = "Conv3D",
        ["Convolution2DTranspose"] = "Conv2DTranspose",
        ["Deconvolution2D"] = "Conv2DTranspose",
        ["SeparableConvolution1D"] = "SeparableConv1D",
        ["SeparableConvolution2D"] = "SeparableConv2D",
    };

    /// <summary>Whether a model's JSON is of an older form: from Keras 3 on, classes stand with their module.</summary>
    public static bool IsOld(JsonObject model) => !model.ContainsKey("module");

    /// <summary>The same model in the form of Keras 3; the JSON given stays as it is.</summary>
    public static JsonObject Upgraded(JsonObject model)
    {
        var copy = (JsonObject)model.DeepClone();
        bool isOfBefore = JsonText.TextOf(copy["keras_version"]) is { } version ? IsOldVersion(version) : !HasModules(copy);
        if (isOfBefore) NameAllActivations(copy);
        Upgrade(copy);
        return copy;
    }

    /// <summary>The layers that a wrapper's or a recurrent layer's settings hold.</summary>
    public static IEnumerable<JsonNode?> Inside(JsonObject config) =>
        new[] { "layer", "forward_layer", "backward_layer", "cell" }.Select(name => config[name]).Concat(config["cells"] as JsonArray ?? []);

    /// <summary>Whether a version of Keras is one from before Keras 3.</summary>
    public static bool IsOldVersion(string? version) => version is not null && (version.StartsWith("1.", StringComparison.Ordinal) || version.StartsWith("2.", StringComparison.Ordinal));

    /// <summary>Gives hard_sigmoid, which was another function before Keras 3, a name of its own, in all that a file holds.</summary>
    public static void NameAllActivations(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list) NameAllActivations(item);
        }
        else if (node is JsonObject owner)
        {
            NameActivations(owner);
            foreach ((_, JsonNode? value) in owner) NameAllActivations(value);
        }
    }

    // Keras 3 leaves them out of layers in .h5 files, but not of all that layers hold.
    private static bool HasModules(JsonNode? node) => node switch
    {
        JsonObject owner => owner.ContainsKey("module") || owner.Any(pair => HasModules(pair.Value)),
        JsonArray list => list.Any(HasModules),
        _ => false,
    };

    private static void NameActivations(JsonObject config)
    {
        foreach (string setting in (string[])["activation", "recurrent_activation"])
            if (IsHardSigmoid(config[setting])) config[setting] = ActivationFunction.Keras2HardSigmoid;

        static bool IsHardSigmoid(JsonNode? node) => JsonText.TextOf(node) == "hard_sigmoid"
            || (node is JsonObject function && (JsonText.TextOf(function["config"]) == "hard_sigmoid" || JsonText.TextOf(function["class_name"]) == "hard_sigmoid"));
    }

    private static void Upgrade(JsonNode? node)
    {
        if (node is not JsonObject layer || JsonText.TextOf(layer["class_name"]) is not { } className) return;
        if (className is "Sequential" && layer["config"] is JsonArray list) layer["config"] = new JsonObject { ["layers"] = list.DeepClone() }; // To Keras 2.2.2.
        if (layer["config"] is not JsonObject config) return;
        className = Name(className);
        layer["class_name"] = className;
        foreach (JsonNode? inner in Inside(config)) Upgrade(inner);
        switch (className)
        {
            case "InputLayer":
                Rename(config, "batch_input_shape", "batch_shape");
                break;
            case "GRU" or "GRUCell" when !config.ContainsKey("reset_after"):
                config["reset_after"] = false; // Keras had no other before the setting.
                break;
            case "ThresholdedReLU":
                layer["class_name"] = "ReLU";
                Rename(config, "theta", "threshold");
                break;
            case "Sequential" or "Functional":
                UpgradeModel(config, className);
                break;
        }
    }

    private static void UpgradeModel(JsonObject config, string className)
    {
        if (config["layers"] is not JsonArray layers) return;
        foreach (JsonNode? layer in layers) Upgrade(layer);
        if (className == "Functional")
        {
            foreach (JsonNode? layer in layers) LegacyOperations.Upgrade(layer);
            return;
        }

        // A sequence of Keras 2 says in its first layer's settings what it begins with.
        if (layers is [JsonObject first, ..] && first["config"] is JsonObject settings && settings["batch_input_shape"] is JsonArray shape && JsonText.TextOf(first["class_name"]) != "InputLayer")
        {
            bool isIndices = JsonText.TextOf(first["class_name"]) == "Embedding";
            layers.Insert(0, new JsonObject
            {
                ["class_name"] = "InputLayer",
                ["config"] = new JsonObject { ["batch_shape"] = shape.DeepClone(), ["dtype"] = isIndices ? "int32" : "float32", ["name"] = $"{JsonText.TextOf(settings["name"]) ?? "layer"}_input" },
            });
        }
    }

    /// <summary>What a class is called today.</summary>
    public static string CurrentName(string className) => Name(className) is var name && name == "ThresholdedReLU" ? "ReLU" : name;

    // "Custom>Name" was registered under it; TensorFlow had a V1 and a V2 of some classes.
    private static string Name(string className)
    {
        string name = className[(className.IndexOf('>', StringComparison.Ordinal) + 1)..];
        if (name.EndsWith("V1", StringComparison.Ordinal) || (name.EndsWith("V2", StringComparison.Ordinal) && !name.EndsWith("NetV2", StringComparison.Ordinal))) name = name[..^2];
        return OtherNames.GetValueOrDefault(name, name);
    }

    private static void Rename(JsonObject config, string old, string name)
    {
        if (config.ContainsKey(name) || config[old] is not { } value) return;
        config.Remove(old);
        config[name] = value;
    }
}
