namespace Cornea.Layers;

/// <summary>Covers a random rectangle of images with noise, or a colour, while training (Zhong et al. 2017).</summary>
/// <remarks>Source: Keras 3, RandomErasing. Golden cases: augment/randomerasing_*.</remarks>
public sealed class RandomErasing : ColorAugmentation
{
    private const string Apply = "apply_erasing", Masks = "batch_masks", Fill = "fill_value";

    private readonly (double Lower, double Upper) _factor, _scale;
    private readonly double[]? _fillValue;

    /// <summary>A layer that covers so much.</summary>
    /// <param name="factor">The chance that an image changes, from 0 to 1: of a pair a chance in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="scale">The rectangle's height times the image's height, squared; its width likewise, each from 0 to 1; (0.02, 0.33) by default.</param>
    /// <param name="fillValue">One number, or one for each of three channels; null covers with normally distributed noise.</param>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomErasing(
        FactorRange? factor = null, FactorRange? scale = null, FillColor? fillValue = null, ValueRange? valueRange = null, int? seed = null,
        DataFormat dataFormat = default, string? name = null)
        : base(valueRange, seed, dataFormat, name)
    {
        _factor = Bounded(factor ?? 1, nameof(factor), 0, 1).Around(0);
        _scale = Bounded(scale ?? (0.02, 0.33), nameof(scale), 0, 1).Around(0);
        _fillValue = fillValue?.Numbers;
    }

    /// <summary>The chance that an image changes: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <summary>How large the rectangle is: the least, and the most.</summary>
    public FactorRange Scale => _scale;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("scale", FactorRange.Pair(_scale))
        .With("fill_value", _fillValue switch { null => null, [var one] => one, var three => ConfigValues.Numbers(three) })
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomErasing FromConfig(LayerConfig config) => new(
        FactorRange.ReadOrNull(config, "factor"), FactorRange.ReadOrNull(config, "scale"), FillColor.ReadOrNull(config, "fill_value"),
        ValueRange.Read(config), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor shares = Ops.Sqrt(random.Uniform([images[0], 2], _scale.Lower, _scale.Upper));
        Tensor mask = Rectangle.Draw(images, DataFormat, Ops.Slice(shares, 1, 0, 1), Ops.Slice(shares, 1, 1, 1), random).Mask;
        Tensor isCovered = random.Chances(images[0], _factor);
        return new Transformation { [Apply] = isCovered, [Masks] = mask, [Fill] = ValueRange.Clip(Filling(images, random)) };
    }

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor isCovered = Ops.LogicalAnd(PerImage(draw[Apply]), draw[Masks]);
        return Ops.Where(isCovered, draw[Fill], images);
    }

    // In the images' shape, or one that broadcasts to it.
    private Tensor Filling(Shape images, RandomStream random)
    {
        if (_fillValue is null) return random.Draw(Graphs.Operations.Distribution.Normal, images) * ValueRange.High;
        Tensor color = Tensor.From(_fillValue, [_fillValue.Length]).Cast(DType.Float32);
        return DataFormat.IsFirst ? color.Reshape([-1, 1, 1]) : color;
    }
}
