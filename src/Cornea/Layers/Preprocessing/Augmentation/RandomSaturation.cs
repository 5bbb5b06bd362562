namespace Cornea.Layers;

/// <summary>Makes colours stronger or paler while training.</summary>
/// <remarks>
/// <para>Images have three channels, red, green and blue. With f drawn, the saturation is multiplied by f / (1 − f): 0 leaves grey, 0.5 the
/// image as it is, 1 only full colours.</para>
/// <para>Source: Keras 3, RandomSaturation. Golden cases: augment/randomsaturation_*.</para>
/// </remarks>
public sealed class RandomSaturation : ColorAugmentation
{
    private const string Times = "factor";
    private const double Epsilon = 1e-7; // Keras' epsilon(): f = 1 is no division by 0.

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that changes saturation by so much.</summary>
    /// <param name="factor">f, from −1 to 1: 0.3 stands for −0.3 to 0.3, so that a pair from 0 to 1 is what is wanted as a rule.</param>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomSaturation(FactorRange factor, ValueRange? valueRange = null, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), -1, 1).Around(-1);

    /// <summary>f: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomSaturation FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor factor = random.Uniform([images[0]], _factor.Lower, _factor.Upper);
        return new Transformation { [Times] = factor / (1 - factor + Epsilon) };
    }

    // As in Keras the saturation, a share, is clipped to the values' range.
    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor hsv = ImageOps.RgbToHsv(DataFormat.ToLast(images));
        Tensor saturation = ValueRange.Clip(Ops.Slice(hsv, -1, 1, 1) * PerImage(draw[Times]));
        return DataFormat.FromLast(ImageOps.HsvToRgb(Ops.Concatenate([Ops.Slice(hsv, -1, 0, 1), saturation, Ops.Slice(hsv, -1, 2, 1)], -1)));
    }
}
