using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

/// <summary>A model's structure as TensorFlow.js reads it, both ways: Keras 2's JSON, in which calls are lists of [layer, call, output, arguments].</summary>
internal sealed class LayersModelTopology
{
    private readonly List<string> _problems = [];
    private readonly LayersModelSettings _settings;

    private LayersModelTopology() => _settings = new LayersModelSettings(_problems);

    /// <summary>The JSON of a model.</summary>
    /// <exception cref="NotSupportedException">TensorFlow.js hasn't got what it's made of; the message lists all of it.</exception>
    public static JsonObject Of(Model model)
    {
        var topology = new LayersModelTopology();
        JsonObject json = topology.ModelJson(model);
        return topology._problems.Count == 0 ? json
            : throw new NotSupportedException($"{model}: can't be written for TensorFlow.js, nothing was.\n  {string.Join("\n  ", topology._problems.Distinct().Take(100))}");
    }

    /// <summary>A file's structure as Keras 2 would have written it; what TensorFlow.js means otherwise than Keras 3 by the same words is refused.</summary>
    /// <param name="model">What the file says of the model.</param>
    /// <param name="isOfTensorFlowJs">Whether TensorFlow.js made the model, rather than Keras.</param>
    /// <exception cref="InvalidDataException">There is such a setting.</exception>
    public static JsonObject Read(JsonObject model, bool isOfTensorFlowJs)
    {
        var copy = (JsonObject)model.DeepClone();
        LegacyConfig.NameAllActivations(copy);
        ReadLayer(copy, isOfTensorFlowJs);
        return copy;
    }

    private JsonObject ModelJson(Model model)
    {
        if (model.Graph is not { } graph)
        {
            _problems.Add($"{model} has a Forward of its own, or no shapes yet; expected layers that are connected to each other");
            return [];
        }

        // A layer that stands in a sequence twice is one layer only where layers are connected by names.
        bool isSequence = model is Sequential && model.Layers.Distinct().Count() == model.Layers.Count;
        return isSequence ? SequenceJson(model, graph) : GraphJson(model, graph);
    }

    private JsonObject SequenceJson(Model model, ModelGraph graph) => new()
    {
        ["class_name"] = "Sequential",
        ["config"] = new JsonObject { ["name"] = model.Name, ["layers"] = new JsonArray([.. graph.InputCalls.Select(call => call.Layer).Concat(model.Layers).Select(LayerJson)]) },
    };

    private JsonObject GraphJson(Model model, ModelGraph graph) => new()
    {
        ["class_name"] = "Functional",
        ["config"] = new JsonObject
        {
            ["name"] = model.Name,
            ["trainable"] = model.Trainable,
            ["layers"] = new JsonArray([.. graph.Layers.Select(layer => ConnectedJson(graph, layer))]),
            ["input_layers"] = Places(graph, graph.Inputs),
            ["output_layers"] = Places(graph, graph.Outputs),
        },
    };

    private JsonObject LayerJson(Layer layer)
    {
        if (layer is Model inner) return ModelJson(inner);
        (string className, JsonObject config) = _settings.Of(layer);
        return new JsonObject { ["class_name"] = className, ["config"] = config };
    }

    private JsonObject ConnectedJson(ModelGraph graph, Layer layer)
    {
        JsonObject json = LayerJson(layer);
        json["name"] = layer.Name;
        json["inbound_nodes"] = layer is Input ? new JsonArray() : new JsonArray([.. graph.CallsOf(layer).Select(call => CallJson(graph, call))]);
        return json;
    }

    private JsonArray CallJson(ModelGraph graph, LayerCall call)
    {
        if (call.Arguments.Tensors.Count > 0) _problems.Add($"{call.Layer} is called with tensors by name ({string.Join(", ", call.Arguments.Tensors.Select(pair => pair.Key))}), for which TensorFlow.js has no form");
        if (call.Placed.Any(tensor => !tensor.IsSymbolic)) _problems.Add($"{call.Layer} is called with data, for which TensorFlow.js has no form");
        return [.. call.Placed.Where(tensor => tensor.IsSymbolic).Select(tensor => Place(graph, tensor, [new JsonObject()]))];
    }

    private static JsonArray Places(ModelGraph graph, IReadOnlyList<Tensor> tensors) => [.. tensors.Select(tensor => Place(graph, tensor))];

    // A model among the layers has a call of its own, with number 0, before those that a graph makes.
    private static JsonArray Place(ModelGraph graph, Tensor tensor, params JsonNode[] arguments)
    {
        CallOutput origin = graph.OriginOf(tensor)!;
        return new JsonArray([origin.Call.Layer.Name, graph.PlaceOf(origin.Call) + (origin.Call.Layer is Model ? 1 : 0), origin.Index, .. arguments]);
    }

    private static void ReadLayer(JsonNode? json, bool isOfTensorFlowJs)
    {
        if (json is not JsonObject layer || layer["config"] is not JsonObject config) return;
        string? className = JsonText.TextOf(layer["class_name"]);
        string label = $"Layer '{Files.FileText.Shortened(JsonText.TextOf(config["name"]))}'";
        if (isOfTensorFlowJs && (className == "Resizing" || (className == "UpSampling2D" && JsonText.TextOf(config["interpolation"]) == "bilinear")))
            throw new InvalidDataException($"{label}: {className} takes other places of an image in TensorFlow.js than in Keras; it isn't read.");
        if (isOfTensorFlowJs && className is ("DepthwiseConv2D" or "SeparableConv2D") && config["dilation_rate"] is JsonArray rates && rates.Any(rate => rate?.ToJsonString() != "1"))
            throw new InvalidDataException($"{label}: {className} passes over its dilation_rate in TensorFlow.js, and doesn't here; it isn't read.");
        Rename(config, "LeCun", "Lecun");
        foreach (string inner in (string[])["layer", "forward_layer", "backward_layer", "cell"]) ReadLayer(config[inner], isOfTensorFlowJs);
        if (config["layers"] is not JsonArray layers) return;
        foreach (JsonNode? member in layers) ReadLayer(member, isOfTensorFlowJs);
        CountSequencesFromZero(config, layers);
    }

    private static void Rename(JsonObject config, string old, string name)
    {
        foreach ((string key, JsonNode? value) in config)
            if (key.EndsWith("_initializer", StringComparison.Ordinal) && value is JsonObject initializer && JsonText.TextOf(initializer["class_name"]) is { } className && className.StartsWith(old, StringComparison.Ordinal))
                initializer["class_name"] = name + className[old.Length..];
    }

    // TensorFlow.js counts a sequence's calls from 1 where it's a layer of a graph, Keras from 0: then none has a sequence's count of calls as its number.
    private static void CountSequencesFromZero(JsonObject config, JsonArray layers)
    {
        var references = new List<(string Layer, int Call, JsonArray Place)>();
        foreach (JsonNode? layer in layers) Collect(layer?["inbound_nodes"], 0);
        Collect(config["input_layers"], 0);
        Collect(config["output_layers"], 0);
        ILookup<string, (string Layer, int Call, JsonArray Place)> byLayer = references.ToLookup(reference => reference.Layer);
        foreach (JsonNode? layer in layers)
        {
            if (JsonText.TextOf(layer?["class_name"]) != "Sequential" || JsonText.TextOf(layer!["name"]) is not { } name || layer["inbound_nodes"] is not JsonArray calls) continue;
            if (byLayer[name].All(reference => reference.Call < calls.Count)) continue;
            foreach ((_, int call, JsonArray place) in byLayer[name]) place[1] = call - 1;
        }

        void Collect(JsonNode? json, int depth)
        {
            if (json is not JsonArray list || depth > 3) return;
            if (list is [JsonValue first, JsonValue second, ..] && JsonText.TextOf(first) is { } layer && second.TryGetValue(out int call)) references.Add((layer, call, list));
            else
                foreach (JsonNode? item in list) Collect(item, depth + 1);
        }
    }
}
