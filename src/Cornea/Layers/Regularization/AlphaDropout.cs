using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Dropout for networks of SELU: dropped values take SELU's lowest one, and mean and variance are kept.</summary>
/// <remarks>Source: Klambauer et al. 2017; Keras 3, AlphaDropout. Golden cases: layers/regularization_inference_04.</remarks>
public sealed class AlphaDropout : RandomLayer
{
    private const double Lowest = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946; // −alpha · scale of SELU.
    private readonly Shape? _noiseShape;

    /// <summary>A layer that drops so large a part.</summary>
    /// <param name="rate">The part that is dropped, from 0 to below 1.</param>
    /// <param name="noiseShape">Which values are dropped together: a size of 1 shares the draw along that axis, −1 takes the input's. Null: none.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public AlphaDropout(double rate, Shape? noiseShape = null, int? seed = null, string? name = null)
        : base(seed, name)
    {
        Rate = rate < 1 ? Part(rate, nameof(rate)) : throw ArgumentError(nameof(rate), $"expected a rate from 0 to below 1, got {rate}.");
        _noiseShape = noiseShape;
    }

    /// <summary>The part that is dropped.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("rate", Rate)
        .With("seed", Seed)
        .With("noise_shape", _noiseShape is { } shape ? ConfigValues.ShapeJson(shape) : (System.Text.Json.Nodes.JsonNode?)null);

    internal static AlphaDropout FromConfig(LayerConfig config) => new(
        config.GetDouble("rate"), config.GetIntsOrNull("noise_shape") is { } shape ? new Shape(shape) : (Shape?)null,
        config.GetIntOrNull("seed"), config.GetString("name"));

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (!training || Rate == 0) return x;
        double a = 1 / Math.Sqrt((1 - Rate) * (1 + (Rate * Lowest * Lowest))), b = -a * Lowest * Rate;
        Tensor kept = Draw(Distribution.Uniform, NoiseShape(_noiseShape, x.Shape)) >= Rate;
        return (Ops.Where(kept, x, Lowest) * a) + b;
    }
}
