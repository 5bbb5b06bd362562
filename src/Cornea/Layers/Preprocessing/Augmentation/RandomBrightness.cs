namespace Cornea.Layers;

/// <summary>Adds a number to all of an image while training.</summary>
/// <remarks>Source: Keras 3, RandomBrightness. Golden cases: augment/randombrightness_*.</remarks>
public sealed class RandomBrightness : ColorAugmentation
{
    private const string Delta = "rgb_delta";

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that changes brightness by so much.</summary>
    /// <param name="factor">As a share of the values' range, from −1 (black) to 1 (white): 0.2 stands for −0.2 to 0.2.</param>
    /// <param name="valueRange">What the values range over, and are clipped to; (0, 255) by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomBrightness(FactorRange factor, ValueRange? valueRange = null, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), -1, 1).Around(-1);

    /// <summary>The share that is added: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomBrightness FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) =>
        new() { [Delta] = random.Uniform([images[0], 1, 1, 1], _factor.Lower, _factor.Upper) * (ValueRange.High - ValueRange.Low) };

    internal override Tensor Change(Tensor images, Transformation draw) => ValueRange.Clip(images + PerImage(draw[Delta]));
}
