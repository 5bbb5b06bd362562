namespace Cornea.Layers;

/// <summary>Takes voxels off the edges of a volume.</summary>
/// <param name="cropping">Voxels on each side: one number, (depth, height, width), or a pair for each axis; 1 by default.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output: the same with other sizes.</para>
/// <para>Source: Keras 3, Cropping3D. Golden cases: layers/reshaping_10.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 5, or nothing would be left.</exception>
public sealed class Cropping3D(Margins3? cropping = null, DataFormat dataFormat = default, string? name = null)
    : EdgeLayer("cropping", (cropping ?? 1).ToArray(), dataFormat, name)
{
    internal static Cropping3D FromConfig(LayerConfig config) =>
        new(Margins(config), config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Crop(x);

    private static Margins3? Margins(LayerConfig config)
    {
        if (!config.Has("cropping")) return null;
        Ends[] ends = config.GetEnds("cropping", 3);
        return new Margins3(ends[0], ends[1], ends[2]);
    }
}
