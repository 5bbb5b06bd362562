namespace Cornea.Layers;

/// <summary>Takes steps off the two ends of a sequence.</summary>
/// <param name="cropping">Steps at each end: one number or (before, after); 1 by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, channels]; output: the same with other sizes.</para>
/// <para>Source: Keras 3, Cropping1D. Golden cases: layers/reshaping_08.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3, or nothing would be left.</exception>
public sealed class Cropping1D(Ends? cropping = null, string? name = null)
    : EdgeLayer("cropping", [cropping ?? 1], default, name)
{
    internal static Cropping1D FromConfig(LayerConfig config) =>
        new(config.Has("cropping") ? config.GetEnds("cropping", 1)[0] : null, config.GetString("name"));

    private protected override bool SavesDataFormat => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Crop(x);
}
