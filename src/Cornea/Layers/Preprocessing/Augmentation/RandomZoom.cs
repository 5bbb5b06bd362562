namespace Cornea.Layers;

/// <summary>Makes images larger or smaller about their middle while training; their size stays.</summary>
/// <remarks>Source: Keras 3, RandomZoom. Golden cases: augment/randomzoom_*.</remarks>
public sealed class RandomZoom : AffineAugmentation
{
    private const string HeightZoom = "height_zoom", WidthZoom = "width_zoom";

    /// <summary>A layer that zooms by so much.</summary>
    /// <param name="heightFactor">Vertically, above −1 up to 1: −0.2 shows 80 % of the height (zooms in), 0.2 shows 120 % (zooms out); 0.2 stands for −0.2 to 0.2.</param>
    /// <param name="widthFactor">Horizontally; null zooms both ways alike.</param>
    /// <param name="fillMode">What comes in from outside: reflect (mirrored, the edge twice), wrap, constant, or nearest (the edge).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="fillValue">What comes in with the fill mode constant.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomZoom(
        FactorRange heightFactor, FactorRange? widthFactor = null, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null,
        double fillValue = 0, DataFormat dataFormat = default, string? name = null)
        : base(fillMode, interpolation, seed, fillValue, dataFormat, name)
    {
        HeightFactor = Zoom(heightFactor, nameof(heightFactor));
        WidthFactor = widthFactor is { } factor ? Zoom(factor, nameof(widthFactor)) : null;

        FactorRange Zoom(FactorRange given, string argument) => given.First > -1 && given.Second > -1 && given.IsWithin(-1, 1)
            ? given
            : throw ArgumentError(argument, $"expected a number, or a pair of numbers, above -1 and up to 1, got {given}.");
    }

    /// <summary>How much vertically, as it was given.</summary>
    public FactorRange HeightFactor { get; }

    /// <summary>How much horizontally, as it was given; null for as much as vertically.</summary>
    public FactorRange? WidthFactor { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("height_factor", HeightFactor.Json)
        .With("width_factor", WidthFactor?.Json)
        .With("fill_mode", FillMode)
        .With("interpolation", Interpolation)
        .With("seed", Seed)
        .With("fill_value", FillValue);

    internal static RandomZoom FromConfig(LayerConfig config) => new(
        FactorRange.Read(config, "height_factor"), FactorRange.ReadOrNull(config, "width_factor"), config.GetString("fill_mode", "reflect")!,
        config.GetString("interpolation", "bilinear")!, config.GetIntOrNull("seed"), config.GetDouble("fill_value", 0), config.GetDataFormat(),
        config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor Zooms(FactorRange factor) => random.Uniform([images[0], 1], 1 + factor.Around(-1).Lower, 1 + factor.Around(-1).Upper);
        Tensor height = Zooms(HeightFactor);
        return new Transformation { [HeightZoom] = height, [WidthZoom] = WidthFactor is { } factor ? Zooms(factor) : height };
    }

    internal override Tensor Matrix(Shape images, Transformation draw)
    {
        Tensor x = draw[WidthZoom], y = draw[HeightZoom];
        double middleX = (images[HeightAxis + 1] - 1) / 2.0, middleY = (images[HeightAxis] - 1) / 2.0;
        return Rows(x, 0, middleX * (1 - x), 0, y, middleY * (1 - y), 0, 0);
    }
}
