namespace Cornea.Layers;

/// <summary>Takes a part of the colour out of images while training.</summary>
/// <remarks>Images have three channels, red, green and blue. Source: Keras 3, RandomColorDegeneration. Golden cases: augment/randomcolordegeneration_*.</remarks>
public sealed class RandomColorDegeneration : ColorAugmentation
{
    private const string Degree = "factor";

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that takes so much out.</summary>
    /// <param name="factor">How much, from −1 to 1: 0 leaves the image as it is, 1 leaves grey, below 0 colours get stronger; 0.5 stands for −0.5 to 0.5.</param>
    /// <param name="valueRange">What values are clipped to; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomColorDegeneration(
        FactorRange factor, ValueRange? valueRange = null, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), -1, 1).Around(-1);

    /// <summary>How much colour is taken out: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomColorDegeneration FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) =>
        new() { [Degree] = random.Uniform([images[0], 1, 1, 1], _factor.Lower, _factor.Upper) };

    internal override Tensor Change(Tensor images, Transformation draw) =>
        ValueRange.Clip(images + (PerImage(draw[Degree]) * (ImageOps.RgbToGrayscale(images, DataFormat) - images)));
}
