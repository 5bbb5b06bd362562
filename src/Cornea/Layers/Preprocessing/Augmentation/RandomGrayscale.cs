namespace Cornea.Layers;

/// <summary>Takes the colour out of some images while training; they keep three channels.</summary>
/// <remarks>Source: Keras 3, RandomGrayscale. Golden cases: augment/randomgrayscale_*.</remarks>
public sealed class RandomGrayscale : RandomImageLayer
{
    /// <summary>A layer that takes the colour out with a chance.</summary>
    /// <param name="factor">The chance for an image, from 0 to 1.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomGrayscale(double factor = 0.5, DataFormat dataFormat = default, int? seed = null, string? name = null)
        : base(seed, dataFormat, name) => Factor = Bounded(factor, nameof(factor), 0, 1).First;

    /// <summary>The chance for an image.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("factor", Factor);

    internal static RandomGrayscale FromConfig(LayerConfig config) =>
        new(config.GetDouble("factor", 0.5), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) =>
        new() { [Transformation.Only] = random.Uniform([images[0], 1, 1, 1]) < Factor };

    internal override Tensor Change(Tensor images, Transformation draw) =>
        Ops.Where(PerImage(draw[Transformation.Only]), ImageOps.RgbToGrayscale(images, DataFormat), images);
}
