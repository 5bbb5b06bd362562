namespace Cornea.Layers;

/// <summary>Bends images like rubber while training: pixels move by random amounts that vary smoothly (Simard et al. 2003).</summary>
/// <remarks>
/// <para>The moves are of the order of a hundredth of the image's larger side, their smoothness of its smaller one; both grow with the scale
/// drawn, one for the whole batch.</para>
/// <para>Source: Keras 3, RandomElasticTransform, with moves to the right and down that are drawn each for itself (TensorFlow's are the same
/// numbers, along the diagonal).</para>
/// </remarks>
public sealed class RandomElasticTransform : GeometricAugmentation
{
    private const string Apply = "apply_transform", Distortion = "distortion_factor", Noise = "noise";

    private const double AlphaScale = 0.1, SigmaScale = 0.05; // Of the larger and the smaller side.

    private readonly (double Lower, double Upper) _factor, _scale;

    /// <summary>A layer that bends by so much.</summary>
    /// <param name="factor">The chance that an image changes, from 0 to 1: of a pair a chance in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="scale">How strongly, from 0 to 1: of a pair a strength in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">What comes in from outside: reflect (the edge twice), mirror (about the edge), wrap, constant, or nearest (the edge).</param>
    /// <param name="fillValue">What comes in with the fill mode constant.</param>
    /// <param name="valueRange">What values are clipped to; (0, 255) by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomElasticTransform(
        FactorRange? factor = null, FactorRange? scale = null, string interpolation = "bilinear", string fillMode = "reflect", double fillValue = 0,
        ValueRange? valueRange = null, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(interpolation, fillValue, seed, dataFormat, name)
    {
        _factor = Bounded(factor ?? 1, nameof(factor), 0, 1).Around(0);
        _scale = Bounded(scale ?? 1, nameof(scale), 0, 1).Around(0);
        FillMode = OneOf(fillMode, nameof(fillMode), "reflect", "mirror", "wrap", "constant", "nearest");
        ValueRange = Extended(valueRange);
    }

    /// <summary>The chance that an image changes: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <summary>How strongly images bend: the least, and the most.</summary>
    public FactorRange Scale => _scale;

    /// <summary>What lies outside of an image.</summary>
    public string FillMode { get; }

    /// <summary>What values are clipped to.</summary>
    public ValueRange ValueRange { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("scale", FactorRange.Pair(_scale))
        .With("interpolation", Interpolation)
        .With("fill_mode", FillMode)
        .With("fill_value", FillValue)
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomElasticTransform FromConfig(LayerConfig config) => new(
        FactorRange.ReadOrNull(config, "factor"), FactorRange.ReadOrNull(config, "scale"), config.GetString("interpolation", "bilinear")!,
        config.GetString("fill_mode", "reflect")!, config.GetDouble("fill_value", 0), ValueRange.Read(config), config.GetIntOrNull("seed"),
        config.GetDataFormat(), config.GetString("name"));

    internal override Transformation? Draw(Shape images, RandomStream random)
    {
        if (_scale.Upper == 0 || _factor.Upper == 0) return null;
        return new Transformation
        {
            [Apply] = random.Chances(images[0], _factor),
            [Distortion] = random.Uniform(Shape.Scalar, _scale.Lower, _scale.Upper),
            [Noise] = Moves(images, random),
        };
    }

    private protected override Tensor Move(Tensor images, Transformation draw, string interpolation)
    {
        int height = images.Shape[HeightAxis], width = images.Shape[HeightAxis + 1];
        Tensor noise = draw.Has(Noise) ? draw[Noise] : Moves(images.Shape, Random); // Keras' draws haven't any: it is drawn now.
        Tensor bent = ImageOps.ElasticTransform(
            images, noise, Math.Max(height, width) * AlphaScale * draw[Distortion], Math.Min(height, width) * SigmaScale * draw[Distortion],
            Math.Min(height, width) * SigmaScale * _scale.Upper, interpolation, FillMode, FillValue, DataFormat);
        return ValueRange.Clip(Ops.Where(PerImage(draw[Apply]), bent, images));
    }

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width) =>
        throw new NotSupportedException($"{Label}: boxes can't be bent with the images; leave them out.");

    private Tensor Moves(Shape images, RandomStream random) =>
        random.Draw(Graphs.Operations.Distribution.Normal, [images[0], images[HeightAxis], images[HeightAxis + 1], 2]);
}
