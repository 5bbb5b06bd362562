namespace Cornea.Layers;

/// <summary>Makes images' differences from their mean, of each channel, larger or smaller while training.</summary>
/// <remarks>Source: Keras 3, RandomContrast. Golden cases: augment/randomcontrast_*.</remarks>
public sealed class RandomContrast : ColorAugmentation
{
    private const string ContrastFactor = "contrast_factor";

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that changes contrast by so much.</summary>
    /// <param name="factor">From 0 to 1: of (a, b) differences are multiplied by a number from 1 − a to 1 + b; 0.2 stands for (0, 0.2).</param>
    /// <param name="valueRange">What values are clipped to; (0, 255) by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomContrast(FactorRange factor, ValueRange? valueRange = null, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), 0, 1).Around(0);

    /// <summary>How much contrast may fall, and rise.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomContrast FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) =>
        new() { [ContrastFactor] = random.Uniform([images[0], 1, 1, 1], 1 - _factor.Lower, 1 + _factor.Upper) };

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor mean = Ops.Mean(images, (HeightAxis, HeightAxis + 1), keepDims: true);
        return ValueRange.Clip(((images - mean) * PerImage(draw[ContrastFactor])) + mean);
    }
}
