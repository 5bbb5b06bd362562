namespace Cornea.Layers;

/// <summary>Zeros around a volume.</summary>
/// <param name="padding">Voxels on each side: one number, (depth, height, width), or a pair for each axis; 1 by default.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output: the same with other sizes.</para>
/// <para>Source: Keras 3, ZeroPadding3D. Golden cases: layers/reshaping_09.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 5.</exception>
public sealed class ZeroPadding3D(Margins3? padding = null, DataFormat dataFormat = default, string? name = null)
    : EdgeLayer("padding", (padding ?? 1).ToArray(), dataFormat, name)
{
    internal static ZeroPadding3D FromConfig(LayerConfig config) =>
        new(Margins(config), config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Pad(x);

    private static Margins3? Margins(LayerConfig config)
    {
        if (!config.Has("padding")) return null;
        Ends[] ends = config.GetEnds("padding", 3);
        return new Margins3(ends[0], ends[1], ends[2]);
    }
}
