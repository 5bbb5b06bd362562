namespace Cornea.Layers;

/// <summary>Makes images sharper or softer while training.</summary>
/// <remarks>Source: Keras 3, RandomSharpness. Golden cases: augment/randomsharpness_*.</remarks>
public sealed class RandomSharpness : ColorAugmentation
{
    private const string Sharpness = "factor";
    private const float Beside = 1f / 13, Middle = 5f / 13; // The window of the soft image.

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that changes sharpness by so much.</summary>
    /// <param name="factor">From 0 (soft) over 0.5 (as it is) to 1 (sharp): 0.3 stands for 0 to 0.3.</param>
    /// <param name="valueRange">What values are clipped to; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomSharpness(FactorRange factor, ValueRange? valueRange = null, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), 0, 1).Around(0);

    /// <summary>How sharp: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomSharpness FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) =>
        new() { [Sharpness] = random.Uniform([images[0]], _factor.Lower, _factor.Upper) };

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor x = DataFormat.ToLast(images);
        Tensor window = Tensor.From<float>([Beside, Beside, Beside, Beside, Middle, Beside, Beside, Beside, Beside], [3, 3, 1, 1]);
        Tensor soft = Ops.DepthwiseConv(x, window.BroadcastTo([3, 3, x.Shape[3], 1]), padding: "same");
        Tensor y = x + ((1 - PerImage(draw[Sharpness] * 2)) * (soft - x));
        return DataFormat.FromLast(ValueRange.Clip(y));
    }
}
