namespace Cornea.Layers;

/// <summary>Slants images while training.</summary>
/// <remarks>Source: Keras 3, RandomShear. Golden cases: augment/randomshear_*.</remarks>
public sealed class RandomShear : AffineAugmentation
{
    private const string ShearFactor = "shear_factor";

    private readonly (double Lower, double Upper) _x, _y;

    /// <summary>A layer that slants by so much.</summary>
    /// <param name="xFactor">To the side, in pixels for each pixel of height, from 0 to 1: 0.2 stands for −0.2 to 0.2. Half of the images slant the other way. 0 by default.</param>
    /// <param name="yFactor">Up or down, in pixels for each pixel of width, likewise.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="fillMode">What comes in from outside: reflect (mirrored, the edge twice), wrap, constant, or nearest (the edge).</param>
    /// <param name="fillValue">What comes in with the fill mode constant.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomShear(
        FactorRange xFactor = default, FactorRange yFactor = default, string interpolation = "bilinear", string fillMode = "reflect",
        double fillValue = 0, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name)
    {
        _x = Bounded(xFactor, nameof(xFactor), 0, 1).Around(-1);
        _y = Bounded(yFactor, nameof(yFactor), 0, 1).Around(-1);
    }

    /// <summary>How much to the side: the least, and the most.</summary>
    public FactorRange XFactor => _x;

    /// <summary>How much up or down: the least, and the most.</summary>
    public FactorRange YFactor => _y;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("x_factor", FactorRange.Pair(_x))
        .With("y_factor", FactorRange.Pair(_y))
        .With("fill_mode", FillMode)
        .With("interpolation", Interpolation)
        .With("seed", Seed)
        .With("fill_value", FillValue);

    internal static RandomShear FromConfig(LayerConfig config)
    {
        return new RandomShear(
            Read("x_factor"), Read("y_factor"), config.GetString("interpolation", "bilinear")!, config.GetString("fill_mode", "reflect")!,
            config.GetDouble("fill_value", 0), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

        // A number f is saved as what it stands for, (−f, f); as an argument only f is allowed.
        FactorRange Read(string name) =>
            FactorRange.Read(config, name, missing: 0.0) is var factor && factor.First == -factor.Second ? factor.Second : factor;
    }

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Shape column = [images[0], 1];
        Tensor signs = random.Signs(column), y = random.Uniform(column, _y.Lower, _y.Upper), x = random.Uniform(column, _x.Lower, _x.Upper);
        return new Transformation { [ShearFactor] = Ops.Concatenate([x, y], -1) * signs };
    }

    internal override Tensor Matrix(Shape images, Transformation draw)
    {
        Tensor factors = draw[ShearFactor];
        return Rows(1, Ops.Slice(factors, 1, 0, 1), 0, Ops.Slice(factors, 1, 1, 1), 1, 0, 0, 0);
    }

    // As in Keras the factors count in shares of the image here, not in pixels, and up or down comes after to the side.
    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        Tensor shares = BoxFormat.Convert(boxes.Boxes, "xyxy", "rel_xyxy", height, width), factors = draw[ShearFactor].ExpandDims(1);
        Tensor x = Ops.Slice(factors, 2, 0, 1), y = Ops.Slice(factors, 2, 1, 1);
        Tensor left = BoxFormat.Part(shares, 0), top = BoxFormat.Part(shares, 1), right = BoxFormat.Part(shares, 2), bottom = BoxFormat.Part(shares, 3);
        (left, right) = (Ops.Minimum(left - (x * top), left - (x * bottom)), Ops.Maximum(right - (x * top), right - (x * bottom)));
        (top, bottom) = (Ops.Minimum(top - (y * left), top - (y * right)), Ops.Maximum(bottom - (y * left), bottom - (y * right)));
        return boxes with { Boxes = BoxFormat.Convert(Ops.Concatenate([left, top, right, bottom], -1), "rel_xyxy", "xyxy", height, width) };
    }
}
