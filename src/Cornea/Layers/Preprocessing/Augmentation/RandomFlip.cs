namespace Cornea.Layers;

/// <summary>Mirrors half of the images while training.</summary>
/// <remarks>Source: Keras 3, RandomFlip. Golden cases: augment/randomflip_*.</remarks>
public sealed class RandomFlip : RandomImageLayer
{
    private const string Horizontal = "horizontal", Vertical = "vertical", Both = "horizontal_and_vertical", Flips = "flips";

    /// <summary>A layer that mirrors one way, or both at once.</summary>
    /// <param name="mode">horizontal (left and right change places), vertical, or horizontal_and_vertical: both for the same images.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomFlip(string mode = Both, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(seed, dataFormat, name) => Mode = OneOf(mode, nameof(mode), Horizontal, Vertical, Both);

    /// <summary>Which way: horizontal, vertical or horizontal_and_vertical.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("seed", Seed).With("mode", Mode);

    internal static RandomFlip FromConfig(LayerConfig config) =>
        new(config.GetString("mode", Both)!, config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) => new() { [Flips] = random.Uniform([images[0], 1, 1, 1]) <= 0.5 };

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) => draw is null ? masks : Change(masks, draw);

    internal override bool MovesPixels => true;

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        int[] axes = Mode switch { Horizontal => [HeightAxis + 1], Vertical => [HeightAxis], _ => [HeightAxis, HeightAxis + 1] };
        return Ops.Where(PerImage(draw[Flips]), Ops.Flip(images, axes), images);
    }

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        Tensor left = BoxFormat.Part(boxes.Boxes, 0), top = BoxFormat.Part(boxes.Boxes, 1);
        Tensor right = BoxFormat.Part(boxes.Boxes, 2), bottom = BoxFormat.Part(boxes.Boxes, 3);
        if (Mode != Vertical) (left, right) = (width - right, width - left);
        if (Mode != Horizontal) (top, bottom) = (height - bottom, height - top);
        return boxes with { Boxes = Ops.Where(draw[Flips].Reshape([-1, 1, 1]), Ops.Concatenate([left, top, right, bottom], -1), boxes.Boxes) };
    }
}
