namespace Cornea.Layers;

/// <summary>Makes light what is dark in some images, and dark what is light, while training.</summary>
/// <remarks>Source: Keras 3, RandomInvert. Golden cases: augment/randominvert_*.</remarks>
public sealed class RandomInvert : ColorAugmentation
{
    private const string Apply = "apply_inversion";

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that inverts with a chance.</summary>
    /// <param name="factor">The chance that an image changes, from 0 to 1: of a pair a chance in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="valueRange">What the values range over: v becomes the highest minus v; (0, 255) by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomInvert(
        FactorRange? factor = null, ValueRange? valueRange = null, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(valueRange, seed, dataFormat, name) => _factor = Bounded(factor ?? 1, nameof(factor), 0, 1).Around(0);

    /// <summary>The chance that an image changes: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomInvert FromConfig(LayerConfig config) => new(
        FactorRange.ReadOrNull(config, "factor"), ValueRange.Read(config), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) => new() { [Apply] = random.Chances(images[0], _factor) };

    internal override Tensor Change(Tensor images, Transformation draw) =>
        Ops.Where(PerImage(draw[Apply]), ValueRange.High - images, images);
}
