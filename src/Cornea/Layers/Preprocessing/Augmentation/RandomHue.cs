namespace Cornea.Layers;

/// <summary>Turns the colour circle while training: red may become yellow, and yellow green.</summary>
/// <remarks>Images have three channels, red, green and blue. Source: Keras 3, RandomHue. Golden cases: augment/randomhue_*.</remarks>
public sealed class RandomHue : ColorAugmentation
{
    private const string Turn = "factor";

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that turns by so much.</summary>
    /// <param name="factor">In half turns, either way, from 0 to 1: 0.5 stands for 0 to 0.5.</param>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomHue(FactorRange factor, ValueRange? valueRange = null, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), 0, 1).Around(0);

    /// <summary>In half turns: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomHue FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) => new()
    {
        [Turn] = random.Signs([images[0]]) * random.Uniform([images[0]], _factor.Lower, _factor.Upper) * 0.5,
    };

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor hsv = ImageOps.RgbToHsv(DataFormat.ToLast(ValueRange.To(ValueRange.Unit, images)));
        Tensor hue = Ops.Slice(hsv, -1, 0, 1) + PerImage(draw[Turn]);
        hue = Ops.Where(hue > 1, hue - 1, hue);
        hue = Ops.Where(hue < 0, hue + 1, hue);
        Tensor rgb = ImageOps.HsvToRgb(Ops.Concatenate([hue, Ops.Slice(hsv, -1, 1, 2)], -1));
        return ValueRange.Unit.To(ValueRange, DataFormat.FromLast(Ops.Clip(rgb, 0, 1)));
    }
}
