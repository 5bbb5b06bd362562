namespace Cornea.Layers;

/// <summary>Changes brightness, contrast, saturation and hue of images while training, in this order.</summary>
/// <remarks>Source: Keras 3, RandomColorJitter.</remarks>
public sealed class RandomColorJitter : ColorAugmentation
{
    private readonly FactorRange? _brightness, _contrast, _saturation, _hue;
    private readonly RandomImageLayer[] _parts;

    /// <summary>A layer that changes so much of each; null leaves one out.</summary>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="brightnessFactor">As for <see cref="RandomBrightness"/>: from −1 to 1.</param>
    /// <param name="contrastFactor">As for <see cref="RandomContrast"/>: from 0 to 1.</param>
    /// <param name="saturationFactor">As for <see cref="RandomSaturation"/>: from −1 to 1, as a rule a pair from 0 to 1.</param>
    /// <param name="hueFactor">As for <see cref="RandomHue"/>: from 0 to 1.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomColorJitter(
        ValueRange? valueRange = null, FactorRange? brightnessFactor = null, FactorRange? contrastFactor = null, FactorRange? saturationFactor = null,
        FactorRange? hueFactor = null, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(valueRange, seed, dataFormat, name)
    {
        _brightness = Checked(brightnessFactor, nameof(brightnessFactor), -1);
        _contrast = Checked(contrastFactor, nameof(contrastFactor), 0);
        _saturation = Checked(saturationFactor, nameof(saturationFactor), -1);
        _hue = Checked(hueFactor, nameof(hueFactor), 0);
        var parts = new List<RandomImageLayer>();
        if (_brightness is { } brightness) parts.Add(new RandomBrightness(brightness, ValueRange, seed, dataFormat));
        if (_contrast is { } contrast) parts.Add(new RandomContrast(contrast, ValueRange, seed, dataFormat));
        if (_saturation is { } saturation) parts.Add(new RandomSaturation(saturation, ValueRange, dataFormat, seed));
        if (_hue is { } hue) parts.Add(new RandomHue(hue, ValueRange, dataFormat, seed));
        _parts = [.. parts];

        FactorRange? Checked(FactorRange? factor, string argument, double low) => factor is { } given ? Bounded(given, argument, low, 1) : null;
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("value_range", ValueRange.Json)
        .With("brightness_factor", _brightness?.Json)
        .With("contrast_factor", _contrast?.Json)
        .With("saturation_factor", _saturation?.Json)
        .With("hue_factor", _hue?.Json)
        .With("seed", Seed);

    internal static RandomColorJitter FromConfig(LayerConfig config) => new(
        ValueRange.Read(config), FactorRange.ReadOrNull(config, "brightness_factor"), FactorRange.ReadOrNull(config, "contrast_factor"),
        FactorRange.ReadOrNull(config, "saturation_factor"), FactorRange.ReadOrNull(config, "hue_factor"), config.GetIntOrNull("seed"),
        config.GetDataFormat(), config.GetString("name"));

    // In Keras too the parts' numbers are drawn only where they are applied.
    internal override Transformation Draw(Shape images, RandomStream random) => Transformation.None;

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        foreach (RandomImageLayer part in _parts) images = part.TransformImages(images, part.Draw(images.Shape, Random));
        return images;
    }
}
