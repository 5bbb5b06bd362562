using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Multiplies by normally distributed numbers of mean 1 and standard deviation √(rate / (1 − rate)) while training.</summary>
/// <remarks>Source: Srivastava et al. 2014; Keras 3, GaussianDropout. Golden cases: layers/regularization_inference_03.</remarks>
public sealed class GaussianDropout : RandomLayer
{
    /// <summary>Noise as strong as dropout of a rate.</summary>
    /// <param name="rate">As of dropout, from 0 to below 1.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public GaussianDropout(double rate, int? seed = null, string? name = null)
        : base(seed, name) => Rate = rate < 1 ? Part(rate, nameof(rate)) : throw ArgumentError(nameof(rate), $"expected a rate from 0 to below 1, got {rate}.");

    /// <summary>As of dropout.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("rate", Rate).With("seed", Seed);

    internal static GaussianDropout FromConfig(LayerConfig config) => new(config.GetDouble("rate"), config.GetIntOrNull("seed"), config.GetString("name"));

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) =>
        training && Rate > 0 ? x * ((Draw(Distribution.Normal, x.Shape) * Math.Sqrt(Rate / (1 - Rate))) + 1) : x;
}
