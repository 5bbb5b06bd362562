namespace Cornea.Layers;

/// <summary>Blurs images by a bell-shaped window while training; zeros lie around them.</summary>
/// <remarks>Source: Keras 3, RandomGaussianBlur. Golden cases: augment/randomgaussianblur_*.</remarks>
public sealed class RandomGaussianBlur : ColorAugmentation
{
    private const string Apply = "should_apply_blur", BlurFactor = "blur_factor";
    private const double LeastSigma = 1e-6;

    private readonly (double Lower, double Upper) _factor, _sigma;

    /// <summary>A layer that blurs so much.</summary>
    /// <param name="factor">The chance that an image changes, from 0 to 1: of a pair a chance in between. 1 by default, which stands for (0, 1).</param>
    /// <param name="kernelSize">Rows and columns of the window, odd numbers of pixels; 3 by default.</param>
    /// <param name="sigma">The bell's standard deviation in pixels, from 0 to 1, drawn for a batch, first the one across, then the one down; 1 by default, which stands for (0, 1).</param>
    /// <param name="valueRange">What values are clipped to; (0, 255) by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomGaussianBlur(
        FactorRange? factor = null, Size2? kernelSize = null, FactorRange? sigma = null, ValueRange? valueRange = null, DataFormat dataFormat = default,
        int? seed = null, string? name = null)
        : base(valueRange, seed, dataFormat, name)
    {
        _factor = Bounded(factor ?? 1, nameof(factor), 0, 1).Around(0);
        _sigma = Bounded(sigma ?? 1, nameof(sigma), 0, 1).Around(0);
        Size2 size = kernelSize ?? 3;
        bool isOdd = size.Height > 0 && size.Width > 0 && size.Height % 2 == 1 && size.Width % 2 == 1;
        KernelSize = isOdd ? size : throw ArgumentError(nameof(kernelSize), $"expected an odd number, or a pair of odd numbers, above 0, got {size}.");
    }

    /// <summary>The chance that an image changes: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <summary>Rows and columns of the window.</summary>
    public Size2 KernelSize { get; }

    /// <summary>The bell's standard deviation in pixels: the least, and the most.</summary>
    public FactorRange Sigma => _sigma;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("factor", FactorRange.Pair(_factor))
        .With("kernel_size", KernelSize)
        .With("sigma", FactorRange.Pair(_sigma))
        .With("value_range", ValueRange.Json)
        .With("seed", Seed);

    internal static RandomGaussianBlur FromConfig(LayerConfig config) => new(
        FactorRange.ReadOrNull(config, "factor"), config.GetSize("kernel_size", 3), FactorRange.ReadOrNull(config, "sigma"), ValueRange.Read(config),
        config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random) => new()
    {
        [Apply] = random.Chances(images[0], _factor),
        [BlurFactor] = random.Uniform([2], _sigma.Lower, _sigma.Upper) + LeastSigma,
    };

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        Tensor blurred = ImageOps.GaussianBlur(images, (KernelSize.Height, KernelSize.Width), draw[BlurFactor], DataFormat);
        return ValueRange.Clip(Ops.Where(PerImage(draw[Apply]), blurred, images));
    }
}
