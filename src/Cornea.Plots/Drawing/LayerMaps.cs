using Cornea.Layers;

namespace Cornea.Plots.Drawing;

/// <summary>What a layer of a model gives, where that has places.</summary>
internal static class LayerMaps
{
    /// <param name="model">Layers may stand in models within it.</param>
    /// <param name="image">A batch of one.</param>
    /// <param name="layer">The layer's name; null: the first convolution.</param>
    /// <returns>The layer's name and [1, height, width, channels].</returns>
    /// <exception cref="ArgumentException">There is no such layer, or it gives no maps.</exception>
    public static (string Name, Tensor Maps) Of(Model model, Tensor image, string? layer)
    {
        (string, Tensor)? found = null;
        var names = new List<string>();
        LayerHook.Call(model, image, (called, given) =>
        {
            if (given is not [{ Rank: 4 } maps]) return given;
            names.Add(called.Name);
            if (layer is null ? found is null && called.ClassName.Contains("Conv", StringComparison.Ordinal) : called.Name == layer) found = (called.Name, maps);
            return given;
        });
        return found ?? throw new ArgumentException(layer is null
            ? $"Charts.FeatureMaps: model '{model.Name}' has no convolution."
            : $"Charts.FeatureMaps: model '{model.Name}' has no layer '{layer}' that gives [images, height, width, channels]; there are {string.Join(", ", names)}.", nameof(layer));
    }
}
