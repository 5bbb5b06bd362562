namespace Cornea.Layers;

/// <summary>Adds a number to images and inverts what is then above a threshold, while training: as on an overexposed film.</summary>
/// <remarks>Source: Keras 3, Solarization. Golden cases: augment/solarization_*.</remarks>
public sealed class Solarization : ColorAugmentation
{
    private const string Additions = "additions", Thresholds = "thresholds";
    private const double White = 255; // What is added and compared counts from 0 to 255, whatever the range.

    private readonly (double Lower, double Upper) _addition, _threshold;

    /// <summary>A layer with so much of both.</summary>
    /// <param name="additionFactor">What is added, from 0 to 1, as a share of 255: 0.5 stands for 0 to 0.5 (of a pair (a, b) it is a to 255 · b). 0 by default.</param>
    /// <param name="thresholdFactor">From where on values are inverted, likewise. 0 by default: everywhere.</param>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public Solarization(
        FactorRange additionFactor = default, FactorRange thresholdFactor = default, ValueRange? valueRange = null, int? seed = null,
        DataFormat dataFormat = default, string? name = null)
        : base(valueRange, seed, dataFormat, name)
    {
        _addition = Bounded(additionFactor, nameof(additionFactor), 0, 1).FromZero;
        _threshold = Bounded(thresholdFactor, nameof(thresholdFactor), 0, 1).FromZero;
    }

    /// <summary>What is added: the least, and the most.</summary>
    public FactorRange AdditionFactor => _addition;

    /// <summary>From where on values are inverted: the least, and the most.</summary>
    public FactorRange ThresholdFactor => _threshold;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("value_range", ValueRange.Json)
        .With("addition_factor", FactorRange.Pair(_addition))
        .With("threshold_factor", FactorRange.Pair(_threshold))
        .With("seed", Seed);

    internal static Solarization FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "addition_factor", missing: 0.0), FactorRange.Read(config, "threshold_factor", missing: 0.0), ValueRange.Read(config),
        config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor Levels((double Lower, double Upper) share) => random.Uniform([images[0], 1, 1, 1], share.Lower, share.Upper * White);
        return new Transformation { [Additions] = Levels(_addition), [Thresholds] = Levels(_threshold) };
    }

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor bytes = ValueRange.Bytes.Clip(ValueRange.To(ValueRange.Bytes, images) + PerImage(draw[Additions]));
        return ValueRange.Bytes.To(ValueRange, Ops.Where(bytes < PerImage(draw[Thresholds]), bytes, White - bytes));
    }
}
