namespace Cornea.Layers;

/// <summary>Zeros before and after a sequence.</summary>
/// <param name="padding">Steps at each end: one number or (before, after); 1 by default.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, channels]; output: the same with other sizes.</para>
/// <para>Source: Keras 3, ZeroPadding1D. Golden cases: keras_tests/layers.ZeroPadding1D.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3.</exception>
public sealed class ZeroPadding1D(Ends? padding = null, DataFormat dataFormat = default, string? name = null)
    : EdgeLayer("padding", [padding ?? 1], dataFormat, name)
{
    internal static ZeroPadding1D FromConfig(LayerConfig config) =>
        new(config.Has("padding") ? config.GetEnds("padding", 1)[0] : null, config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Pad(x);
}
