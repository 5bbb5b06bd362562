namespace Cornea.Layers;

/// <summary>Stretches each channel of each image over the whole range of values; at inference too.</summary>
/// <remarks>
/// <para>A channel of one value stays. With channels first Keras stretches over the axes 1 and 2 all the same, so each column by itself.</para>
/// <para>Source: Keras 3, AutoContrast. Golden cases: augment/autocontrast_*.</para>
/// </remarks>
public sealed class AutoContrast : BaseImagePreprocessingLayer
{
    /// <summary>A layer for images of a range.</summary>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public AutoContrast(ValueRange? valueRange = null, DataFormat dataFormat = default, string? name = null)
        : base(dataFormat, name) => ValueRange = Extended(valueRange);

    /// <summary>What the values range over.</summary>
    public ValueRange ValueRange { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("value_range", ValueRange.Json);

    internal static AutoContrast FromConfig(LayerConfig config) => new(ValueRange.Read(config), config.GetDataFormat(), config.GetString("name"));

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor bytes = ValueRange.To(ValueRange.Bytes, images);
        Tensor low = Ops.Min(bytes, (1, 2), keepDims: true), high = Ops.Max(bytes, (1, 2), keepDims: true), scale = 255 / (high - low);
        Tensor stretched = ValueRange.Bytes.To(ValueRange, ValueRange.Bytes.Clip((bytes * scale) + (-low * scale)));
        return Ops.Where(Ops.IsNaN(stretched), images, stretched); // Where all values are alike, the scale is infinite.
    }

    private protected override Tensor AtInference(Tensor images) => Change(images, Transformation.None);
}
