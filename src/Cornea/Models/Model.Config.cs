using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

// A model's structure in Keras' JSON.
public partial class Model
{
    /// <summary>The structure as Keras' JSON text; weights aren't in it.</summary>
    /// <param name="indented">Whether it's laid out for reading.</param>
    public string ToJsonText(bool indented = false)
    {
        // A writer rather than serializer options, which want reflection.
        using var memory = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(memory, new System.Text.Json.JsonWriterOptions { Indented = indented }))
            ToJson().WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(memory.ToArray());
    }

    /// <inheritdoc/>
    public override JsonNode ToJson()
    {
        bool isFunctional = ClassName == "Functional", isSequential = this is Sequential;
        return new JsonObject
        {
            ["module"] = isFunctional ? "keras.src.models.functional" : isSequential ? "keras" : null,
            ["class_name"] = ClassName,
            ["config"] = GetConfig().Json,
            ["registered_name"] = isSequential ? null : ClassName,
            ["build_config"] = new JsonObject { ["input_shape"] = isSequential && Graph is { Inputs: [var only] } ? ConfigValues.ShapeJson(only.Shape) : Graph is null && BuildShapes is [var built] ? ConfigValues.ShapeJson(built.With(0, Shape.Unknown)) : null },
            ["compile_config"] = new JsonObject(), // What the model is compiled with stands in saved files only.
        };
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        if (Graph is not { } graph) return base.GetConfig();
        var layers = new JsonArray();
        foreach (Layer layer in graph.Layers)
        {
            JsonObject json = layer.ToJson().AsObject();
            json["name"] = layer.Name;
            json["inbound_nodes"] = new JsonArray([.. graph.CallsOf(layer).Where(call => layer is not Cornea.Layers.Input).Select(call => InboundNode(graph, call))]);
            layers.Add((JsonNode)json);
        }

        return new LayerConfig()
            .With("name", Name)
            .With("trainable", Trainable)
            .With("layers", layers)
            .With("input_layers", Histories(graph, graph.Inputs))
            .With("output_layers", Histories(graph, graph.Outputs));
    }

    /// <summary>A model of the structure that Keras' JSON describes, with fresh weights.</summary>
    /// <param name="json">What <see cref="ToJsonText"/> or Keras' to_json gives.</param>
    /// <param name="customObjects">How layers of one's own are made, by class name.</param>
    /// <exception cref="InvalidDataException">The text isn't JSON of a model, a class is unknown, or a setting is wrong.</exception>
    public static Model FromJson(string json, IReadOnlyDictionary<string, Func<LayerConfig, Layer>>? customObjects = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(json);
        LoadBudget budget = LoadBudget.OfText("Model", utf8.Length);
        JsonNode node = JsonText.Parse(utf8, "Model", budget) ?? throw new InvalidDataException("Model: expected a JSON object, got null.");
        return FromJson(node, customObjects, budget);
    }

    /// <inheritdoc cref="FromJson(string, IReadOnlyDictionary{string, Func{LayerConfig, Layer}}?)"/>
    public static new Model FromJson(JsonNode json, IReadOnlyDictionary<string, Func<LayerConfig, Layer>>? customObjects = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FromJson(json, customObjects, LoadBudget.Current ?? LoadBudget.OfText("Model", json.ToJsonString().Length));
    }

    /// <summary>A model of the same structure, with layers and weights of its own.</summary>
    /// <param name="cloneFunction">Gives the layer that stands for one of this model's in the new one, or null for the same kind with fresh
    /// weights: a place to change settings, or to keep a layer and so share its weights. Inputs are always made anew.</param>
    /// <remarks>Source: Keras 3, clone_model.</remarks>
    /// <exception cref="InvalidOperationException">The model's structure isn't known: it has a Forward of its own, or no shapes yet.</exception>
    /// <exception cref="InvalidDataException">A layer of one's own can't be made of its settings; give a cloneFunction.</exception>
    public Model Clone(Func<Layer, Layer?>? cloneFunction = null)
    {
        var reader = new LayerReader(null);
        if (this is Sequential { Graph: null } sequence) return new Sequential(sequence.Layers.Select(Twin), Name);
        if (Graph is not { } graph) throw new InvalidOperationException($"{Label}: only a model of layers that are connected to each other can be cloned.");
        if (this is Sequential) return new Sequential(graph.Layers.Select(Twin), Name);
        Dictionary<string, Layer> layers = graph.Layers.ToDictionary(layer => layer.Name);
        return new FunctionalReader(GetConfig(), json => Twin(layers[json!["name"]!.GetValue<string>()])).Read();

        Layer Twin(Layer layer) => (layer is Cornea.Layers.Input ? null : cloneFunction?.Invoke(layer)) ?? reader.Read(layer.ToJson());
    }

    internal static Model FromJson(JsonNode json, IReadOnlyDictionary<string, Func<LayerConfig, Layer>>? customObjects, LoadBudget budget) =>
        LayerReader.Read(json, customObjects, budget, "Model") as Model ?? throw new InvalidDataException("Model: the JSON describes a single layer, not a model.");

    internal static Model FunctionalFromConfig(LayerConfig config, LayerReader reader) => new FunctionalReader(config, reader.Read).Read();

    private static JsonNode InboundNode(ModelGraph graph, LayerCall call)
    {
        JsonNode[] tensors = [.. call.Placed.Select(tensor => TensorJson(graph, tensor))];
        var kwargs = new JsonObject();
        if (call.Training is { } training) kwargs["training"] = training;
        else if (call.Layer.SavesTraining) kwargs["training"] = false;
        if (call.Layer.TakesMask) kwargs["mask"] = null;
        foreach ((string name, bool value) in call.Arguments.Switches) kwargs[name] = value;
        if (call.Layer is BaseImagePreprocessingLayer && call.Arguments.Tensors.Count > 0)
        {
            var data = new JsonObject { [ImageDictionary.Images] = tensors[0] };
            foreach ((string name, Tensor?[] list) in call.Arguments.Tensors) data[name] = ImageDictionary.Write([.. list.Select(tensor => TensorJson(graph, tensor!))]);
            return new JsonObject { ["args"] = new JsonArray(data), ["kwargs"] = kwargs };
        }

        foreach ((string name, Tensor?[] list) in call.Arguments.Tensors)
        {
            JsonNode?[] nodes = [.. list.Select(tensor => tensor is null ? null : TensorJson(graph, tensor))];
            kwargs[name] = nodes.Length == 1 ? nodes[0] : new JsonArray(nodes);
        }

        if (call.Layer.TakesPlaces) return new JsonObject { ["args"] = new JsonArray(tensors), ["kwargs"] = kwargs };

        // Layers that take a list of tensors are called with a list even of one.
        JsonNode argument = tensors.Length == 1 && call.Layer is not (Merge or Concatenate) ? tensors[0] : new JsonArray(tensors);
        return new JsonObject { ["args"] = new JsonArray(argument), ["kwargs"] = kwargs };
    }

    private static JsonNode TensorJson(ModelGraph graph, Tensor tensor)
    {
        if (!tensor.IsSymbolic) throw new NotSupportedException("A layer of the model is called with data, which can't be written into its structure; make it a layer with a weight.");
        return new JsonObject
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JsonObject
            {
                ["shape"] = ConfigValues.ShapeJson(tensor.Shape),
                ["dtype"] = tensor.DType.Name,
                ["keras_history"] = History(graph, tensor),
            },
        };
    }

    private static JsonNode History(ModelGraph graph, Tensor tensor)
    {
        CallOutput origin = graph.OriginOf(tensor)!;
        int node = graph.CallsOf(origin.Call.Layer).ToList().IndexOf(origin.Call);
        return new JsonArray(origin.Call.Layer.Name, node, origin.Index);
    }

    private static JsonNode Histories(ModelGraph graph, IReadOnlyList<Tensor> tensors) => tensors.Count == 1
        ? History(graph, tensors[0])
        : new JsonArray([.. tensors.Select(tensor => History(graph, tensor))]);
}
