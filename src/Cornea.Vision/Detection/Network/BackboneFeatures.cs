using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Any image network as a detector's backbone: the last features of each size that is wanted.</summary>
internal static class BackboneFeatures
{
    /// <summary>A model whose outputs are the features at strides 8, 16 and 32, or about: the last before the next reduction.</summary>
    /// <exception cref="ArgumentException">The network has no features of such a size.</exception>
    public static Model Of(Model network)
    {
        Shape input = network.InputShape;
        if (input.Rank != 4 || !input[1..].IsKnown) throw new ArgumentException($"Detector: expected a backbone for images of one size [batch, height, width, channels], got {input}.");
        if (network.Outputs.Count == AnchorGrid.AllStrides.Length) return network;
        Layer[] maps = [.. network.Layers.Where(layer => layer is not Input && layer.Output.Rank == 4)];
        Tensor[] features = [.. AnchorGrid.AllStrides.Select(stride => Last(network, maps, stride))];
        return new Model(network.Input, TensorList.Create(features), network.Name);
    }

    // The size that is nearest by ratio: networks that don't pad lose a few pixels, and may have one size for two strides.
    private static Tensor Last(Model network, Layer[] maps, int stride)
    {
        double wanted = (double)network.InputShape[1] / stride;
        double Distance(Layer layer) => Math.Abs(Math.Log(layer.Output.Shape[1] / wanted));
        Layer? nearest = maps.Reverse().MinBy(Distance);
        return nearest is not null && Distance(nearest) < Math.Log(2) ? nearest.Output
            : throw new ArgumentException($"Detector: the backbone '{network.Name}' has no features of about {wanted:0.#} rows for images of {network.InputShape[1]}.");
    }
}
