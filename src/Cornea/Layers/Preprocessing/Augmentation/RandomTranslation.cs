namespace Cornea.Layers;

/// <summary>Moves images while training.</summary>
/// <remarks>Source: Keras 3, RandomTranslation. Golden cases: augment/randomtranslation_*.</remarks>
public sealed class RandomTranslation : AffineAugmentation
{
    private const string Translations = "translations";

    /// <summary>A layer that moves by so much.</summary>
    /// <param name="heightFactor">Down, as a share of the height from −1 to 1: 0.2 stands for −0.2 (up) to 0.2.</param>
    /// <param name="widthFactor">To the right, as a share of the width from −1 to 1.</param>
    /// <param name="fillMode">What comes in from outside: reflect (mirrored, the edge twice), wrap, constant, or nearest (the edge).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="fillValue">What comes in with the fill mode constant.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomTranslation(
        FactorRange heightFactor, FactorRange widthFactor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null,
        double fillValue = 0, DataFormat dataFormat = default, string? name = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name)
    {
        HeightFactor = Bounded(heightFactor, nameof(heightFactor), -1, 1);
        WidthFactor = Bounded(widthFactor, nameof(widthFactor), -1, 1);
    }

    /// <summary>How much down, as it was given.</summary>
    public FactorRange HeightFactor { get; }

    /// <summary>How much to the right, as it was given.</summary>
    public FactorRange WidthFactor { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("height_factor", HeightFactor.Json)
        .With("width_factor", WidthFactor.Json)
        .With("fill_mode", FillMode)
        .With("interpolation", Interpolation)
        .With("seed", Seed)
        .With("fill_value", FillValue);

    internal static RandomTranslation FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "height_factor"), FactorRange.Read(config, "width_factor"), config.GetString("fill_mode", "reflect")!,
        config.GetString("interpolation", "bilinear")!, config.GetIntOrNull("seed"), config.GetDouble("fill_value", 0), config.GetDataFormat(),
        config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor Moves(FactorRange factor, int size) => random.Uniform([images[0], 1], factor.Around(-1).Lower, factor.Around(-1).Upper) * size;
        Tensor down = Moves(HeightFactor, images[HeightAxis]), right = Moves(WidthFactor, images[HeightAxis + 1]);
        return new Transformation { [Translations] = Ops.Concatenate([right, down], -1) };
    }

    internal override Tensor Matrix(Shape images, Transformation draw)
    {
        Tensor moves = draw[Translations];
        return Rows(1, 0, -Ops.Slice(moves, 1, 0, 1), 0, 1, -Ops.Slice(moves, 1, 1, 1), 0, 0);
    }
}
