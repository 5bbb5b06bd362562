using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea;

/// <summary>The C# expression that makes a layer as it is: <c>new Conv2D(32, 3, activation: "relu", name: "conv2d")</c>.</summary>
/// <remarks>
/// A constructor's arguments have the config's names, in .NET's casing. What can't be left out comes first, by place; a setting that a layer
/// has also without being told is left out. Nothing but the layers' own readers is asked for that, so no list of defaults is kept here.
/// </remarks>
internal static class CSharpLayer
{
    private const string Backward = "backward_layer";

    // Readers take some for granted that constructors want.
    private static readonly HashSet<string> AlwaysGiven = ["pool_size"];

    // Constructors have these in another order.
    private static readonly HashSet<string> NeverByPlace = ["equation", "output_shape"];

    private static readonly HashSet<string> Shapes = ["noise_shape", "output_shape"];

    // Settings whose argument is called otherwise than by its name in .NET's casing.
    private static readonly Dictionary<string, string> OtherNames = new() { ["keepdims"] = "keepDims" };

    // What every layer has, and what isn't an argument.
    private static readonly HashSet<string> Common = ["name", "trainable", "dtype", "build_input_shape"];

    /// <summary>The expression.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">What it shall be called; null: as it is.</param>
    /// <exception cref="NotSupportedException">It's a layer of one's own, or has something that a file can't hold either.</exception>
    public static string Of(Layer layer, string? name = null)
    {
        if (layer is Input input) return OfInput(input);
        if (!LayerReader.Knows(layer.ClassName) || layer is Model) throw new NotSupportedException($"{layer}: there is C# for Cornea's own layers only.");
        JsonObject json = layer.ToJson().AsObject();
        string arguments = Arguments(layer, json, name ?? layer.Name);
        return $"new {layer.ClassName}({arguments}){(layer.Trainable ? "" : " { Trainable = false }")}";
    }

    private static string OfInput(Input input)
    {
        Shape shape = input.Tensor.Shape;
        string batch = shape[0] == Shape.Unknown ? "" : $", batchSize: {shape[0]}", dtype = input.Tensor.DType == DType.Float32 ? "" : $", dtype: DType.{NameOf(input.Tensor.DType)}";
        return $"new Input({CSharpValue.List(shape[1..])}{batch}{dtype}, name: {CSharpValue.Text(input.Name)})";
    }

    private static string Arguments(Layer layer, JsonObject json, string name)
    {
        var config = (JsonObject)json["config"]!;
        var arguments = new List<string>();
        bool isByPlace = true;
        foreach ((string setting, JsonNode? value) in config)
        {
            if (Common.Contains(setting) || (setting == Backward && IsMirrored(layer))) continue;
            Use use = UseOf(json, setting);
            if (use == Use.Left && !AlwaysGiven.Contains(setting))
            {
                isByPlace = false; // What comes after it has another place.
                continue;
            }

            isByPlace &= use == Use.Needed && !NeverByPlace.Contains(setting);
            string text = Value(layer, setting, value);
            arguments.Add(isByPlace ? text : $"{ArgumentName(setting)}: {text}");
        }

        arguments.Add($"name: {CSharpValue.Text(name)}");
        return string.Join(", ", arguments);
    }

    private static string Value(Layer layer, string setting, JsonNode? value)
    {
        Layer? inner = layer.SavedLayers.FirstOrDefault(saved => saved.Path == (layer is Bidirectional && setting == "layer" ? "forward_layer" : setting)).Layer;
        if (inner is not null) return Of(inner, layer is Bidirectional both ? setting == "layer" ? LayersModelWeights.InnerName(both) : inner.Name : null);
        if (Shapes.Contains(setting) && value is JsonArray sizes) return $"new Shape({string.Join(", ", sizes.Select(size => size?.ToJsonString() ?? "-1"))})";
        if (value is JsonArray { Count: > 0 } list && list[0] is JsonObject) return $"[{string.Join(", ", list.Select(Object))}]";
        return value is JsonObject item ? Object(item) : CSharpValue.Of(setting, value, isRange: layer is BaseImagePreprocessingLayer && value is JsonArray);
    }

    // Initializers and their kind; or a layer that is known by its JSON alone.
    private static string Object(JsonNode? json)
    {
        if (json?["class_name"]?.GetValue<string>() is not { } className || json["config"] is not JsonObject config)
            return json is JsonObject { Count: > 0 } record ? Record(record) : throw new NotSupportedException($"There is no C# for {(json is null ? "null" : ConfigJson.TextOf(json))}.");
        if (LayerReader.Knows(className)) return Of(Layer.FromJson(json.DeepClone()));
        string module = json["module"]?.GetValue<string>() ?? "";
        string names = module.Contains("regularizers", StringComparison.Ordinal) ? "Regularizers" : module.Contains("constraints", StringComparison.Ordinal) ? "Constraints" : "Initializers";
        return $"new Cornea.{names}.{className}({string.Join(", ", config.Where(pair => pair.Value is not null).Select(pair => $"{ArgumentName(pair.Key)}: {CSharpValue.Of(pair.Key, pair.Value)}"))})";
    }

    // The limits of batch renormalisation.
    private static string Record(JsonObject record) =>
        $"new RenormClipping({string.Join(", ", record.Select(pair => $"{char.ToUpperInvariant(pair.Key[0])}{pair.Key[1..]}: {CSharpValue.Of(pair.Key, pair.Value)}"))})";

    private enum Use
    {
        Left,
        Given,
        Needed,
    }

    // What a reader makes of the layer without the setting says whether that must be given.
    private static Use UseOf(JsonObject layer, string setting)
    {
        var without = (JsonObject)layer.DeepClone();
        ((JsonObject)without["config"]!).Remove(setting);
        (ulong, ulong) numbers = RandomSeed.State; // Layers draw their seeds.
        try
        {
            return ConfigJson.SaysTheSame(Layer.FromJson(without).GetConfig().Json[setting], layer["config"]![setting]) ? Use.Left : Use.Given;
        }
        catch (InvalidDataException)
        {
            return Use.Needed;
        }
        finally
        {
            RandomSeed.State = numbers;
        }
    }

    // Whether the layer that goes backwards is what is made of the other one anyway.
    private static bool IsMirrored(Layer layer)
    {
        if (layer is not Bidirectional both) return false;
        JsonObject forward = Settings(both.ForwardLayer), backward = Settings(both.BackwardLayer);
        return ConfigJson.SaysTheSame(forward, backward);

        static JsonObject Settings(Layer half)
        {
            JsonObject settings = half.GetConfig().Json;
            settings.Remove("name");
            settings.Remove("go_backwards");
            settings.Remove("seed");
            return settings;
        }
    }

    private static string ArgumentName(string setting)
    {
        if (OtherNames.TryGetValue(setting, out string? other)) return other;
        string[] words = setting.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words[0] + string.Concat(words[1..].Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static string NameOf(DType dtype) => dtype == DType.UInt8 ? "UInt8" : char.ToUpperInvariant(dtype.Name[0]) + dtype.Name[1..];
}
