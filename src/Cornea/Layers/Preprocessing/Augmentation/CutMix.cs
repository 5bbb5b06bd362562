namespace Cornea.Layers;

/// <summary>Puts a rectangle of another image of the batch into each image while training, and mixes the labels by its size (Yun et al. 2019).</summary>
/// <remarks>Give it images and labels, <c>Call(new LabeledImages(images, labels))</c>. Source: Keras 3, CutMix. Golden cases: augment/cutmix_*.</remarks>
public sealed class CutMix : MixingLayer
{
    private const string Masks = "batch_masks";
    private const double LeastAlpha = 1e-6;

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that mixes so much.</summary>
    /// <param name="factor">Both parameters of the beta distribution that the share of the own image is drawn from, 0 to 1: of a pair a number in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public CutMix(FactorRange? factor = null, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(seed, dataFormat, name) => _factor = Bounded(factor ?? 1, nameof(factor), 0, 1).Around(0);

    /// <summary>The beta distribution's parameters: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("factor", FactorRange.Pair(_factor)).With("seed", Seed);

    internal static CutMix FromConfig(LayerConfig config) => new(
        FactorRange.ReadOrNull(config, "factor"), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor alpha = random.Uniform(Shape.Scalar, _factor.Lower, _factor.Upper) + LeastAlpha;
        Tensor side = Ops.Sqrt(1 - random.Beta([images[0], 1], alpha));
        Rectangle rectangle = Rectangle.Draw(images, DataFormat, side, side, random);
        return new Transformation
        {
            [Order] = random.Permutation(images[0]),
            [Masks] = rectangle.Mask,
            [Weight] = PerImage(1 - rectangle.Share),
        };
    }

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) => draw is null ? masks : Change(masks, draw);

    internal override Tensor Change(Tensor images, Transformation draw) => Ops.Where(draw[Masks], Partners(images, draw), images);

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width) =>
        throw new NotSupportedException($"{Label}: boxes can't be cut with the images; leave them out.");
}
