namespace Cornea.Layers;

/// <summary>Blends each image of a batch with another one while training, and the labels in the same measure (Zhang et al. 2018).</summary>
/// <remarks>
/// <para>Give it images and labels, <c>Call(new LabeledImages(images, labels))</c>. Masks are blended too; of boxes both images' are kept.</para>
/// <para>Source: Keras 3, MixUp. Golden cases: augment/mixup_*.</para>
/// </remarks>
public sealed class MixUp : MixingLayer
{
    /// <summary>A layer that mixes so much.</summary>
    /// <param name="alpha">Both parameters of the beta distribution that the share of the own image is drawn from, above 0: small ones leave most images nearly as they are.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public MixUp(double alpha = 0.2, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(seed, dataFormat, name) => Alpha = alpha > 0 ? alpha : throw ArgumentError(nameof(alpha), $"expected a number above 0, got {alpha}.");

    /// <summary>Both parameters of the beta distribution.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("alpha", Alpha).With("seed", Seed);

    internal static MixUp FromConfig(LayerConfig config) =>
        new(config.GetDouble("alpha", 0.2), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) => new()
    {
        [Order] = random.Permutation(images[0]),
        [Weight] = random.Beta([images[0]], Tensor.Number(Alpha, DType.Float32)),
    };

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) =>
        draw is null ? masks : Change(masks.Cast(DType.Float32), draw);

    internal override Tensor Change(Tensor images, Transformation draw) => Blend(images, PerImage(draw[Weight]), draw);

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width) => new(
        Ops.Concatenate([boxes.Boxes, Partners(boxes.Boxes, draw)], 1), Ops.Concatenate([boxes.Labels, Partners(boxes.Labels, draw)], 1));
}
