namespace Cornea.Layers;

/// <summary>Shows images from another point of view while training: their corners move.</summary>
/// <remarks>Source: Keras 3, RandomPerspective. Golden cases: augment/randomperspective_*.</remarks>
public sealed class RandomPerspective : GeometricAugmentation
{
    private const string Apply = "apply_perspective", StartPoints = "start_points", EndPoints = "end_points";

    private readonly (double Lower, double Upper) _factor;

    /// <summary>A layer that moves corners by so much.</summary>
    /// <param name="factor">The chance that an image changes, from 0 to 1: of a pair a chance in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="scale">How far: a corner at (x, y) moves by up to half of this share of x and of y. From 0 to 1.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillValue">What comes in from outside.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomPerspective(
        FactorRange? factor = null, double scale = 1, string interpolation = "bilinear", double fillValue = 0, int? seed = null,
        DataFormat dataFormat = default, string? name = null)
        : base(interpolation, fillValue, seed, dataFormat, name)
    {
        _factor = Bounded(factor ?? 1, nameof(factor), 0, 1).Around(0);
        Scale = Bounded(scale, nameof(scale), 0, 1).First;
    }

    /// <summary>The chance that an image changes: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <summary>How far corners move.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("scale", Scale)
        .With("interpolation", Interpolation)
        .With("fill_value", FillValue)
        .With("seed", Seed);

    internal static RandomPerspective FromConfig(LayerConfig config) => new(
        FactorRange.ReadOrNull(config, "factor"), config.GetDouble("scale", 1), config.GetString("interpolation", "bilinear")!,
        config.GetDouble("fill_value", 0), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        float right = images[HeightAxis + 1] - 1, bottom = images[HeightAxis] - 1;
        Tensor isMoved = random.Chances(images[0], _factor);
        Tensor start = Tensor.From<float>([0, 0, right, 0, 0, bottom, right, bottom], [1, 4, 2]).BroadcastTo([images[0], 4, 2]);
        Tensor end = start + (start * random.Uniform([images[0], 4, 2], -0.5 * Scale, 0.5 * Scale));
        return new Transformation { [Apply] = isMoved, [StartPoints] = start, [EndPoints] = end };
    }

    private protected override Tensor Move(Tensor images, Transformation draw, string interpolation) => Ops.Where(
        PerImage(draw[Apply]),
        ImageOps.PerspectiveTransform(images, draw[StartPoints], draw[EndPoints], interpolation, FillValue, DataFormat),
        images);

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        Tensor left = BoxFormat.Part(boxes.Boxes, 0), top = BoxFormat.Part(boxes.Boxes, 1);
        Tensor right = BoxFormat.Part(boxes.Boxes, 2), bottom = BoxFormat.Part(boxes.Boxes, 3);
        Tensor matrix = ImageOps.Homography(draw[EndPoints], draw[StartPoints]).Reshape([-1, 1, 8]); // From the image to the result.
        Tensor x = Ops.Concatenate([left, right, right, left], -1), y = Ops.Concatenate([top, top, bottom, bottom], -1);
        Tensor depth = (Entry(6) * x) + (Entry(7) * y) + 1;
        Tensor newX = ((Entry(0) * x) + (Entry(1) * y) + Entry(2)) / depth, newY = ((Entry(3) * x) + (Entry(4) * y) + Entry(5)) / depth;
        return boxes with { Boxes = Ops.Where(draw[Apply].Reshape([-1, 1, 1]), BoxFormat.Around(newX, newY), boxes.Boxes) };

        Tensor Entry(int index) => Ops.Slice(matrix, -1, index, 1);
    }
}
