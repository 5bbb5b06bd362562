using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>A network's features that still have a place in the image, and what it makes of them.</summary>
internal static class FeatureMaps
{
    /// <summary>Calls a model, and keeps what one of its layers gave.</summary>
    /// <param name="model">Convolutions may stand in models within it.</param>
    /// <param name="images">[images, height, width, channels].</param>
    /// <param name="layer">The layer's name; null for the last that gives maps after a convolution, pooling aside, which only throws places away.</param>
    /// <returns>Features [images, height, width, channels], also where the layer has the channels first; and the model's output.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or no convolution.</exception>
    public static (Tensor Features, Tensor Output) Of(Model model, Tensor images, string? layer)
    {
        Tensor? found = null;
        bool isConvolved = false, isFirst = false;
        var names = new List<string>();
        TensorList outputs = LayerHook.Call(model, Ops.Watch(images), (called, given) =>
        {
            isConvolved |= called.ClassName.Contains("Conv", StringComparison.Ordinal);
            if (given is not [{ Rank: 4 } map]) return given;
            names.Add(called.Name);
            isFirst = FormatOf(called) is { } format ? format == DataFormat.ChannelsFirst : isFirst; // Normalisations and activations keep to what came before.
            Tensor last = isFirst ? Ops.Transpose(map, [0, 2, 3, 1]) : map;
            if (!(layer is null ? isConvolved && IsFeatureMap(called, last) : called.Name == layer)) return given;
            found = last;
            return isFirst ? Ops.Transpose(last, [0, 3, 1, 2]) : given; // The network goes on from what is looked at, so that it has gradients.
        });
        return found is not null ? (found, outputs.Single)
            : layer is null ? throw new ArgumentException($"Model '{model.Name}' has no convolution whose features could explain its answers; occlusion and the gradients' methods need none.")
            : throw new ArgumentException($"Model '{model.Name}' has no layer '{layer}' that gives [images, height, width, channels]; there are {string.Join(", ", names)}.", nameof(layer));
    }

    private static bool IsFeatureMap(Layer called, Tensor map) =>
        called is not Model && map.Shape[1] * map.Shape[2] > 1 && !called.ClassName.EndsWith("Pooling2D", StringComparison.Ordinal);

    private static DataFormat? FormatOf(Layer called) =>
        called is not Model && called.GetConfig().Json["data_format"]?.ToString() is { } format ? (DataFormat)format : (DataFormat?)null;
}
