namespace Cornea.Layers;

/// <summary>Changes images by a few augmentations one after the other, chosen at random from eleven for each batch, while training (Cubuk et al. 2019).</summary>
/// <remarks>Images have three channels, red, green and blue. Source: Keras 3, RandAugment.</remarks>
public sealed class RandAugment : ChoosingLayer
{
    private const string Chosen = "layer_idxes", Transforms = "transforms";

    private static readonly string[] Names =
        [Shear, Translation, Rotation, Brightness, ColorDegeneration, Contrast, Sharpness, Posterization, Solar, Stretching, Equal];

    /// <summary>A layer that changes so often, so much.</summary>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="numOps">How many augmentations are applied; one may come twice.</param>
    /// <param name="factor">How strongly, from 0 to 1; 0.5 by default, which stands for (0, 0.5).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandAugment(
        ValueRange? valueRange = null, int numOps = 2, FactorRange? factor = null, string interpolation = "bilinear", int? seed = null,
        DataFormat dataFormat = default, string? name = null)
        : base(valueRange, factor ?? 0.5, interpolation, seed, dataFormat, name) =>
        NumOps = numOps >= 0 ? numOps : throw ArgumentError(nameof(numOps), $"expected a number of at least 0, got {numOps}.");

    /// <summary>How many augmentations are applied.</summary>
    public int NumOps { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("value_range", ValueRange.Json)
        .With("num_ops", NumOps)
        .With("factor", FactorRange.Pair((Factor.First, Factor.Second)))
        .With("interpolation", Interpolation)
        .With("seed", Seed);

    internal static RandAugment FromConfig(LayerConfig config) => new(
        ValueRange.Read(config), config.GetInt("num_ops", 2), FactorRange.ReadOrNull(config, "factor"), config.GetString("interpolation", "bilinear")!,
        config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor chosen = random.Integers([NumOps], 0, Names.Length);
        return new Transformation { [Chosen] = chosen, Inner = { [Transforms] = DrawEach(Names, images, random) } };
    }

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) =>
        draw is null ? masks : Each(draw, masks, (x, chosen, draws) => ChooseForMasks(x, Names, chosen, draws));

    internal override bool MovesPixels => true;

    internal override Tensor Change(Tensor images, Transformation draw) => Each(draw, images, (x, chosen, draws) => Choose(x, Names, chosen, draws));

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width) =>
        Each(draw, boxes, (x, chosen, draws) => ChooseForBoxes(x, Names, chosen, draws, height, width));

    private T Each<T>(Transformation draw, T value, Func<T, Tensor, Transformation, T> choose)
    {
        for (int index = 0; index < NumOps; index++)
            value = choose(value, Ops.Slice(draw[Chosen], 0, index, 1).Squeeze(0), draw.Inner[Transforms]!);
        return value;
    }
}
