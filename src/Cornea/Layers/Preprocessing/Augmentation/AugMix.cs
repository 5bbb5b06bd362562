namespace Cornea.Layers;

/// <summary>Blends images with what comes out of several chains of augmentations, chosen at random for each batch, while training (Hendrycks et al. 2020).</summary>
/// <remarks>
/// <para>Images have three channels, red, green and blue. Masks are blended too; boxes stay.</para>
/// <para>Source: Keras 3, AugMix.</para>
/// </remarks>
public sealed class AugMix : ChoosingLayer
{
    private const string MixingWeights = "chain_mixing_weights", WeightSample = "weight_sample", Chains = "chain_transforms", Chosen = "layer_index";

    private static readonly string[] Plain = [Shear, Translation, Rotation, Posterization, Solar, Stretching, Equal];
    private static readonly string[] All = [.. Plain, Brightness, ColorDegeneration, Contrast, Sharpness];

    /// <summary>A layer of so many chains.</summary>
    /// <param name="valueRange">What the values range over; (0, 255) by default.</param>
    /// <param name="numChains">How many chains are blended.</param>
    /// <param name="chainDepth">How many augmentations a chain has, of which some may be none.</param>
    /// <param name="factor">How strongly they change images, from 0 to 1; 0.3 by default, which stands for (0, 0.3).</param>
    /// <param name="alpha">The parameter of the distributions that the shares of the chains, and of the image itself, are drawn from; above 0.</param>
    /// <param name="allOps">Whether brightness, contrast, sharpness and colour degeneration are among the augmentations; the benchmarks of robustness have them too.</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public AugMix(
        ValueRange? valueRange = null, int numChains = 3, int chainDepth = 3, FactorRange? factor = null, double alpha = 1, bool allOps = true,
        string interpolation = "bilinear", int? seed = null, DataFormat dataFormat = default, string? name = null)
        : base(valueRange, factor ?? 0.3, interpolation, seed, dataFormat, name)
    {
        NumChains = numChains >= 1 ? numChains : throw ArgumentError(nameof(numChains), $"expected at least 1 chain, got {numChains}.");
        ChainDepth = chainDepth >= 0 ? chainDepth : throw ArgumentError(nameof(chainDepth), $"expected a depth of at least 0, got {chainDepth}.");
        Alpha = alpha > 0 ? alpha : throw ArgumentError(nameof(alpha), $"expected a number above 0, got {alpha}.");
        AllOps = allOps;
    }

    /// <summary>How many chains are blended.</summary>
    public int NumChains { get; }

    /// <summary>How many augmentations a chain has.</summary>
    public int ChainDepth { get; }

    /// <summary>The parameter of the distributions that shares are drawn from.</summary>
    public double Alpha { get; }

    /// <summary>Whether all eleven augmentations are used, or seven.</summary>
    public bool AllOps { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("value_range", ValueRange.Json)
        .With("num_chains", NumChains)
        .With("chain_depth", ChainDepth)
        .With("factor", FactorRange.Pair((Factor.First, Factor.Second)))
        .With("alpha", Alpha)
        .With("all_ops", AllOps)
        .With("interpolation", Interpolation)
        .With("seed", Seed);

    internal static AugMix FromConfig(LayerConfig config) => new(
        ValueRange.Read(config), config.GetInt("num_chains", 3), config.GetInt("chain_depth", 3), FactorRange.ReadOrNull(config, "factor"),
        config.GetDouble("alpha", 1), config.GetBool("all_ops", true), config.GetString("interpolation", "bilinear")!, config.GetIntOrNull("seed"),
        config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        Tensor alpha = Tensor.Number(Alpha, DType.Float32);
        Tensor weights = random.Dirichlet([NumChains], alpha), sample = random.Beta(Shape.Scalar, alpha);
        var chains = new Transformation();
        for (int chain = 0; chain < NumChains; chain++)
        {
            var steps = new Transformation();
            for (int step = 0; step < ChainDepth; step++) // One number more than there are augmentations: none.
                steps.Inner[$"{step}"] = DrawEach(Names, images, random).With(Chosen, random.Integers(Shape.Scalar, 0, Names.Length + 1));
            chains.Inner[$"{chain}"] = steps;
        }

        return new Transformation { [MixingWeights] = weights, [WeightSample] = sample, Inner = { [Chains] = chains } };
    }

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) =>
        draw is null ? masks : Blended(masks.Cast(DType.Float32), draw, areMasks: true);

    internal override Tensor Change(Tensor images, Transformation draw) => ValueRange.Clip(Blended(images, draw, areMasks: false));

    private string[] Names => AllOps ? All : Plain;

    private Tensor Blended(Tensor images, Transformation draw, bool areMasks)
    {
        Tensor mixed = Ops.ZerosLike(images);
        int index = 0;
        foreach (Transformation? chain in draw.Inner[Chains]!.Inner.Values)
        {
            Tensor x = images;
            foreach (Transformation? step in chain!.Inner.Values)
            {
                // A draw of Keras' names the augmentation; one of ours has all, and a number.
                x = !step!.Has(Chosen) ? ApplyOnly(x, step, areMasks)
                    : areMasks ? ChooseForMasks(x, Names, step[Chosen], step)
                    : Choose(x, Names, step[Chosen], step);
            }

            mixed += x * Ops.Slice(draw[MixingWeights], 0, index++, 1);
        }

        return (draw[WeightSample] * images) + ((1 - draw[WeightSample]) * mixed);
    }
}
