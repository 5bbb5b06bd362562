using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Adds normally distributed numbers while training.</summary>
/// <remarks>Source: Keras 3, GaussianNoise. Golden cases: layers/regularization_inference_02.</remarks>
public sealed class GaussianNoise : RandomLayer
{
    /// <summary>Noise of a standard deviation.</summary>
    /// <param name="stddev">The standard deviation, at least 0.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public GaussianNoise(double stddev, int? seed = null, string? name = null)
        : base(seed, name) =>
        StdDev = stddev >= 0 ? stddev : throw ArgumentError(nameof(stddev), $"expected a standard deviation of at least 0, got {stddev}.");

    /// <summary>The noise's standard deviation.</summary>
    public double StdDev { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("stddev", StdDev).With("seed", Seed);

    internal static GaussianNoise FromConfig(LayerConfig config) => new(config.GetDouble("stddev"), config.GetIntOrNull("seed"), config.GetString("name"));

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) =>
        training && StdDev > 0 ? x + (Draw(Distribution.Normal, x.Shape) * StdDev) : x;
}
