namespace Cornea.Layers;

/// <summary>Turns images about their middle while training.</summary>
/// <remarks>Source: Keras 3, RandomRotation. Golden cases: augment/randomrotation_*.</remarks>
public sealed class RandomRotation : AffineAugmentation
{
    private const string Angle = "angle", RotationMatrix = "rotation_matrix";

    private readonly (double Lower, double Upper) _turns;

    /// <summary>A layer that turns by so much.</summary>
    /// <param name="factor">In whole turns, from −1 to 1, anticlockwise where positive: 0.1 stands for −36° to 36°, (0.1, 0.2) for 36° to 72°.</param>
    /// <param name="fillMode">What comes in from outside: reflect (mirrored, the edge twice), wrap, constant, or nearest (the edge).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="fillValue">What comes in with the fill mode constant.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomRotation(
        FactorRange factor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, double fillValue = 0,
        DataFormat dataFormat = default, string? name = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name) => _turns = Bounded(factor, nameof(factor), -1, 1).Around(-1);

    /// <summary>In whole turns: the least, and the most.</summary>
    public FactorRange Factor => _turns;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_turns))
        .With("fill_mode", FillMode)
        .With("fill_value", FillValue)
        .With("interpolation", Interpolation)
        .With("seed", Seed);

    internal static RandomRotation FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "factor"), config.GetString("fill_mode", "reflect")!, config.GetString("interpolation", "bilinear")!,
        config.GetIntOrNull("seed"), config.GetDouble("fill_value", 0), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor degrees = random.Uniform([images[0]], _turns.Lower * 360, _turns.Upper * 360), angle = (degrees * (Math.PI / 180)).ExpandDims(1);
        Tensor cosine = Ops.Cos(angle), sine = Ops.Sin(angle);
        double middleX = (images[HeightAxis + 1] - 1) / 2.0, middleY = (images[HeightAxis] - 1) / 2.0;
        Tensor matrix = Rows(
            cosine, -sine, middleX - (middleX * cosine) + (middleY * sine), sine, cosine, middleY - (middleX * sine) - (middleY * cosine), 0, 0);
        return new Transformation { [Angle] = degrees, [RotationMatrix] = matrix };
    }

    internal override Tensor Matrix(Shape images, Transformation draw) => draw[RotationMatrix];
}
