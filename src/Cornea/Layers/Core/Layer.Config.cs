using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea.Layers;

// Settings in Keras' JSON.
public abstract partial class Layer
{
    private const string PublicModule = "keras.layers";

    /// <summary>The settings under Keras' names, from which an equal layer can be made. A layer with arguments of its own adds them with <c>With</c>.</summary>
    public virtual LayerConfig GetConfig() => new LayerConfig()
        .With("name", Name)
        .With("trainable", Trainable)
        .With("dtype", ConfigValues.Policy(DType.Float32));

    /// <summary>A layer from its JSON object (module, class_name, config) as it stands in a saved model.</summary>
    /// <param name="json">What <see cref="ToJson"/> gives.</param>
    /// <param name="customObjects">How layers of one's own are made, by class name.</param>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Layer FromJson(JsonNode json, Dictionary<string, Func<LayerConfig, Layer>>? customObjects = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return LayerReader.Read(json, customObjects, LoadBudget.Current ?? LoadBudget.OfText("Layer", ConfigJson.LengthOf(json)), "Layer");
    }

    /// <summary>The layer as a JSON object in Keras' form: module, class_name, config. A layer inside that stands at several places is marked there
    /// by <c>shared_object_id</c>.</summary>
    /// <exception cref="NotSupportedException">The layer, or one inside, can't be written, such as a Lambda.</exception>
    public JsonNode ToJson() => SharedLayers.Write(this, Describe);

    /// <summary>The layer's JSON object; whether the layer stands elsewhere too isn't its business.</summary>
    private protected virtual JsonObject Describe()
    {
        string? module = LayerReader.Knows(ClassName) ? Module : null;
        var json = new JsonObject
        {
            ["module"] = module,
            ["class_name"] = ClassName,
            ["config"] = module is null ? GetConfig().Json : ConfigOrder.Sort(GetConfig().Json),
            ["registered_name"] = module == PublicModule ? null : ClassName,
        };
        if (SavesBuildShape && BuildConfig() is { } build) json["build_config"] = build;
        return json;
    }

    /// <summary>Where Keras keeps the class: with its public layers, or where one that it doesn't export is written.</summary>
    private protected virtual string Module => PublicModule;

    /// <summary>Whether the input's shape stands in files, as with Keras' layers that have something to build.</summary>
    private protected virtual bool SavesBuildShape => true;

    /// <summary>Whether a call's arguments in files name a mask, as with Keras' layers that take one.</summary>
    internal virtual bool TakesMask => false;

    /// <summary>Whether a call's arguments in files name <c>training</c> as false where the caller said nothing, as with Keras' recurrent layers.</summary>
    internal virtual bool SavesTraining => false;

    /// <summary>Whether the inputs stand in files one after the other (query, value, …) rather than as a list.</summary>
    internal virtual bool TakesPlaces => false;

    /// <summary>What a layer that was read from a file is given after its class's own settings.</summary>
    internal virtual void Configure(LayerConfig config)
    {
        if (config.GetString("name") is { Length: > 0 } name) Name = name;
        if (!config.GetBool("trainable", true)) Trainable = false;
    }

    private protected virtual JsonObject? BuildConfig() => BuildShapes switch
    {
        null => null,
        [var only] => new JsonObject { ["input_shape"] = ConfigValues.ShapeJson(only) },
        _ => new JsonObject { ["input_shape"] = new JsonArray([.. BuildShapes.Select(ConfigValues.ShapeJson)]) },
    };
}
