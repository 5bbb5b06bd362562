using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

// A model's structure in Keras' JSON.
public partial class Model
{
    /// <summary>The structure as Keras' JSON text, to the letter; weights aren't in it.</summary>
    /// <param name="indented">Whether it's laid out for reading, as with Python's <c>indent=2</c>.</param>
    public string ToJsonText(bool indented = false) => PythonJson.Of(ToJson(), indented);

    /// <inheritdoc/>
    private protected override JsonObject Describe()
    {
        bool isFunctional = ClassName == "Functional", isSequential = this is Sequential;
        return new JsonObject
        {
            ["module"] = isFunctional ? "keras.src.models.functional" : isSequential ? "keras" : null,
            ["class_name"] = ClassName,
            ["config"] = GetConfig().Json,
            ["registered_name"] = isSequential ? null : ClassName,
            ["build_config"] = new JsonObject { ["input_shape"] = isSequential && Graph is { Inputs: [var only] } ? ConfigValues.ShapeJson(only.Shape) : Graph is null ? OwnShapes() : null },
            ["compile_config"] = new JsonObject(), // What the model is compiled with stands in saved files only.
        };
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        if (Graph is not { } graph) return base.GetConfig();
        return new LayerConfig()
            .With("name", Name)
            .With("trainable", Trainable)
            .With("layers", SharedLayers.Within(() => new JsonArray([.. graph.Layers.Select(layer => LayerJson(graph, layer))])))
            .With("input_layers", Histories(graph, graph.Inputs))
            .With("output_layers", Histories(graph, graph.Outputs));
    }

    /// <summary>The C# that builds a model of the same structure: a file with a class whose method <c>Build</c> gives it, with fresh weights.</summary>
    /// <param name="className">What the class is called.</param>
    /// <exception cref="NotSupportedException">A part of the model has no C#, such as a layer of one's own.</exception>
    public string ToCSharp(string className = "Network") => CSharpModel.Of(this, className);

    /// <summary>A model of the structure that Keras' JSON describes, with fresh weights.</summary>
    /// <param name="json">What <see cref="ToJsonText"/> or Keras' to_json gives.</param>
    /// <param name="customObjects">How layers of one's own are made, by class name.</param>
    /// <param name="maximumBytes">How many bytes the model may take, its weights most of all; more is refused before there is memory taken for
    /// it. Null: 128 MiB, and 64 KiB more for each byte of the text, which all usual networks keep to.</param>
    /// <exception cref="InvalidDataException">The text isn't JSON of a model, a class is unknown, a setting is wrong, or the model is too large.</exception>
    public static Model FromJson(string json, Dictionary<string, Func<LayerConfig, Layer>>? customObjects = null, long? maximumBytes = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(json);
        LoadBudget budget = LoadBudget.OfText("Model", utf8.Length, maximumBytes);
        JsonNode node = JsonText.Parse(utf8, "Model", budget) ?? throw new InvalidDataException("Model: expected a JSON object, got null.");
        return FromJson(node, customObjects, budget);
    }

    /// <inheritdoc cref="FromJson(string, Dictionary{string, Func{LayerConfig, Layer}}?, long?)"/>
    public static Model FromJson(JsonNode json, Dictionary<string, Func<LayerConfig, Layer>>? customObjects = null, long? maximumBytes = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return FromJson(json, customObjects, LoadBudget.Current ?? LoadBudget.OfText("Model", ConfigJson.LengthOf(json), maximumBytes));
    }

    /// <summary>A model of the same structure, with layers and weights of its own. What is shared in this model is shared in the new one.</summary>
    /// <param name="cloneFunction">Gives the layer that stands for one of this model's in the new one, or null for the same kind with fresh
    /// weights: a place to change settings, or to keep a layer and so share its weights. Inputs are always made anew.</param>
    /// <remarks>Source: Keras 3, clone_model.</remarks>
    /// <exception cref="InvalidOperationException">The model's structure isn't known: it has a Forward of its own, or no shapes yet.</exception>
    /// <exception cref="InvalidDataException">A layer of one's own can't be made of its settings; give a cloneFunction.</exception>
    public Model Clone(Func<Layer, Layer?>? cloneFunction = null)
    {
        if (Graph is null && this is not Sequential) throw new InvalidOperationException($"{Label}: only a model of layers that are connected to each other can be cloned.");
        var reader = new LayerReader(null);
        var replaced = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (Layer layer in cloneFunction is null ? [] : Layers.Where(layer => layer is not Cornea.Layers.Input).Distinct())
        {
            if (cloneFunction!(layer) is not { } twin) continue;
            replaced.Add(layer, replaced.Count + 1);
            reader.Keep(replaced.Count, twin);
        }

        LayerConfig config = SharedLayers.Within(replaced, GetConfig);
        Model clone = this is Sequential ? Sequential.FromConfig(config, reader) : FunctionalFromConfig(config, reader);
        clone.Configure(config);
        return clone;
    }

    internal static Model FromJson(JsonNode json, IReadOnlyDictionary<string, Func<LayerConfig, Layer>>? customObjects, LoadBudget budget) =>
        LayerReader.Read(json is JsonObject model && LegacyConfig.IsOld(model) ? LegacyConfig.Upgraded(model) : json, customObjects, budget, "Model") as Model ?? throw new InvalidDataException("Model: the JSON describes a single layer, not a model.");

    internal static Model FunctionalFromConfig(LayerConfig config, LayerReader reader) => new FunctionalReader(config, reader.Read).Read();

    // What a class of one's own was built for: one shape, or one for each input.
    private JsonNode? OwnShapes()
    {
        JsonNode[] shapes = [.. (BuildShapes ?? []).Select(shape => ConfigValues.ShapeJson(shape.With(0, Shape.Unknown)))];
        return shapes.Length <= 1 ? shapes.FirstOrDefault() : new JsonArray(shapes);
    }

    private static JsonObject LayerJson(ModelGraph graph, Layer layer)
    {
        JsonObject json = layer.ToJson().AsObject();
        json["name"] = layer.Name;
        json["inbound_nodes"] = layer is Cornea.Layers.Input ? new JsonArray() : new JsonArray([.. graph.CallsOf(layer).Select(call => InboundNode(graph, call))]);
        return json;
    }

    private static JsonNode InboundNode(ModelGraph graph, LayerCall call)
    {
        if (call.Layer is OperationLayer)
        {
            (JsonArray args, JsonObject named) = (call.Arguments.Operation ?? OperationArguments.None).With(place => TensorJson(graph, call.Placed[place]));
            return new JsonObject { ["args"] = args, ["kwargs"] = named };
        }

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
        if (!tensor.IsSymbolic) return ConstantJson.Write(tensor);
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

    private static JsonArray History(ModelGraph graph, Tensor tensor, int first = 0)
    {
        CallOutput origin = graph.OriginOf(tensor)!;
        return new JsonArray(origin.Call.Layer.Name, graph.PlaceOf(origin.Call) + first, origin.Index);
    }

    // Among a model's ends, unlike elsewhere, Keras counts a functional model's calls from 1.
    private static JsonNode Histories(ModelGraph graph, IReadOnlyList<Tensor> tensors)
    {
        JsonNode[] histories = [.. tensors.Select(tensor => History(graph, tensor, FunctionalReader.FirstCall(graph.OriginOf(tensor)!.Call.Layer)))];
        return histories.Length == 1 ? histories[0] : new JsonArray(histories);
    }
}
