namespace Cornea.Layers;

/// <summary>Leaves only a few of the bits of each value while training.</summary>
/// <remarks>Source: Keras 3, RandomPosterization. Golden cases: augment/randomposterization_*.</remarks>
public sealed class RandomPosterization : ColorAugmentation
{
    private const string Shift = "shift_factor";
    private const int Bits = 8;

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that leaves so many bits.</summary>
    /// <param name="factor">Bits that are left, from 1 to 8: of (a, b) a number from a to below b, or a if they are alike; 4 stands for (1, 4).</param>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomPosterization(
        FactorRange factor, ValueRange? valueRange = null, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor, nameof(factor), 1, Bits).Around(1);

    /// <summary>Bits that are left: the least, and one more than the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomPosterization FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), ValueRange.Read(config), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Shape shape = [images[0]];
        Tensor bits = _factor.Lower == _factor.Upper
            ? Ops.Full(shape, _factor.Lower, DType.Int32)
            : random.Integers(shape, (int)_factor.Lower, (int)Math.Ceiling(_factor.Upper));
        return new Transformation { [Shift] = Bits - bits };
    }

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        // What a shift to the right and back takes away: all below a power of two.
        Tensor powers = Tensor.From<float>([1, 2, 4, 8, 16, 32, 64, 128, 256], [Bits + 1]);
        Tensor step = PerImage(Ops.Take(powers, draw[Shift].Cast(DType.Int32), 0));
        Tensor bytes = Ops.Floor(ValueRange.Bytes.Clip(ValueRange.To(ValueRange.Bytes, images)));
        return ValueRange.Bytes.To(ValueRange, Ops.Floor(bytes / step) * step);
    }
}
