using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>Layers one after the other, to change data before training: in a dataset's <c>Map</c>, or as part of a model.</summary>
/// <remarks>Called by itself it trains, as the layers that it is made for do. Source: Keras 3, Pipeline.</remarks>
public sealed class Pipeline : Layer
{
    private readonly Layer[] _layers;

    /// <summary>The layers, in order.</summary>
    /// <param name="layers">At least one.</param>
    /// <param name="name">Unique within the model.</param>
    public Pipeline(IReadOnlyList<Layer> layers, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = layers.Count > 0 ? [.. layers] : throw ArgumentError(nameof(layers), "expected at least one layer, got none.");
        foreach (Layer layer in _layers) Track(layer);
    }

    /// <summary>The layers, in order.</summary>
    public LayerList Layers => new(_layers);

    /// <summary>Applies the layers to images and what belongs to them; a layer that isn't made for that changes the images only.</summary>
    /// <param name="data">All with a batch, or all without one.</param>
    /// <param name="training">Whether this is training; null takes it from the call around, and true if there is none.</param>
    public LabeledImages Call(LabeledImages data, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        bool mode = training ?? CallContext.Current?.Training ?? true;
        foreach (Layer layer in _layers)
            data = layer is BaseImagePreprocessingLayer images ? images.Call(data, mode) : data with { Images = layer.Call(data.Images, mode) };
        return data;
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => new LayerConfig()
        .With("layers", SharedLayers.Within(() => new JsonArray([.. _layers.Select(layer => layer.ToJson())])))
        .With("name", Name);

    internal static Pipeline FromConfig(LayerConfig config, LayerReader reader) => config.Json["layers"] is JsonArray layers
        ? new Pipeline([.. layers.Select(reader.Read)], config.GetString("name"))
        : throw new InvalidDataException($"Pipeline '{config.GetString("name")}': expected a list of layers under 'layers', got {config.Json["layers"]?.ToJsonString() ?? "none"}.");

    private protected override bool TrainsByDefault => true;

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (Layer layer in _layers) inputs = layer.Call(inputs, context.Training);
        return inputs;
    }
}
