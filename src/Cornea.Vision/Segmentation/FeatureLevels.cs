using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>A network's features by how often the image's size has been halved.</summary>
internal static class FeatureLevels
{
    /// <summary>The last features of each size, the image's own size first: what the network knows before it throws every second pixel away.</summary>
    /// <param name="backbone">A model of one image input.</param>
    /// <remarks>Sizes are compared by the nearest halving, so that a 147×147 of a 299×299 counts as its half. A size that the network passes over (a stem that
    /// quarters) has no place in the list.</remarks>
    /// <exception cref="ArgumentException">The input's size isn't known, or the output are no features of a smaller size.</exception>
    public static Tensor[] Of(Model backbone)
    {
        Shape image = backbone.InputShape, output = backbone.OutputShape;
        if (image.Rank != 4 || image[1] < 1 || image[2] < 1) throw new ArgumentException($"Model '{backbone.Name}': expected an input of known size [batch, height, width, channels], got {image}.");
        if (output.Rank != 4) throw new ArgumentException($"Model '{backbone.Name}': expected features [batch, height, width, channels] as its output, got {output}; make it without its top and pooling.");
        int deepest = Level(output);
        if (deepest < 1) throw new ArgumentException($"Model '{backbone.Name}': expected features of a smaller size than the image's {image}, got {output}.");
        var levels = new SortedDictionary<int, Tensor>();
        foreach (Layer layer in backbone.Layers)
        {
            // A border added or cut off isn't the network's knowledge, and neither is what squeeze-and-excite makes of a whole image.
            if (layer is ZeroPadding2D or Cropping2D || layer.Output.Shape is not { Rank: 4 } shape || Level(shape) >= deepest) continue;
            levels[Level(shape)] = layer.Output;
        }

        levels[deepest] = backbone.Output;
        return [.. levels.Values];

        int Level(Shape shape) => (int)Math.Round(Math.Log2(Math.Sqrt((double)image[1] * image[2] / ((double)shape[1] * shape[2]))));
    }
}
