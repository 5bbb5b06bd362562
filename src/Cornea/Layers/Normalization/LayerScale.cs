using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>Each channel times a weight of its own, near 0 at first, as ConvNeXt's blocks end.</summary>
/// <param name="initValues">The weights' first value.</param>
/// <param name="projectionDim">The number of channels.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input and output […, channels]. Weights: gamma [channels].</para>
/// <para>Source: Keras 3, keras.applications.convnext; Touvron et al., Going deeper with image transformers (2021), arXiv:2103.17239. Golden cases: applications/convnext_tiny.</para>
/// </remarks>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="projectionDim"/> isn't positive.</exception>
/// <exception cref="ShapeException">At build: the input has another number of channels.</exception>
public sealed class LayerScale(double initValues, int projectionDim, string? name = null) : Layer(name)
{
    private Variable _gamma = null!;

    /// <summary>The weights' first value.</summary>
    public double InitValues { get; } = initValues;

    /// <summary>The number of channels.</summary>
    public int ProjectionDim { get; } = projectionDim > 0
        ? projectionDim
        : throw new ArgumentOutOfRangeException(nameof(projectionDim), $"LayerScale: expected at least one channel, got {projectionDim}.");

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("init_values", InitValues).With("projection_dim", ProjectionDim);

    internal static LayerScale FromConfig(LayerConfig config) =>
        new(config.GetDouble("init_values"), config.GetInt("projection_dim"), config.GetString("name"));

    private protected override string Module => "keras.src.applications.convnext";

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (input[^1] != ProjectionDim) throw ShapeError($"expected an input of {ProjectionDim} channels, got {input}.");
        _gamma = AddWeight("variable", [ProjectionDim], new Constant(InitValues)); // Keras gives it no name.
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => x * _gamma;
}
