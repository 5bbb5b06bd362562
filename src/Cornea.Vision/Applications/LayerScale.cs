using Cornea.Initializers;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Each channel times a weight of its own, near 0 at first, as ConvNeXt's blocks end. Keras calls it so too.</summary>
/// <param name="initValues">The weights' first value.</param>
/// <param name="projectionDim">The number of channels.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Input and output […, channels]. Weights: gamma [channels]. Source: Touvron et al., Going deeper with image transformers (2021), arXiv:2103.17239.</remarks>
public sealed class LayerScale(double initValues, int projectionDim, string? name = null) : Layer(name)
{
    private Variable _gamma = null!;

    /// <summary>The weights' first value.</summary>
    public double InitValues { get; } = initValues;

    /// <summary>The number of channels.</summary>
    public int ProjectionDim { get; } = projectionDim > 0 ? projectionDim : throw new ArgumentOutOfRangeException(nameof(projectionDim), $"LayerScale: expected at least one channel, got {projectionDim}.");

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("init_values", InitValues).With("projection_dim", ProjectionDim);

    /// <inheritdoc/>
    protected override void Build(Shape input) => _gamma = AddWeight("variable", [ProjectionDim], new Constant(InitValues));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => x * _gamma;
}
