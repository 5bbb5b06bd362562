namespace Cornea.Layers;

/// <summary>Repeats each step of a sequence.</summary>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, steps · size, channels].</para>
/// <para>Source: Keras 3, UpSampling1D. Golden cases: keras_tests/layers.UpSampling1D.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3.</exception>
public sealed class UpSampling1D : Layer
{
    /// <summary>By the given factor.</summary>
    /// <param name="size">How often each step stands in the output; 2 by default.</param>
    /// <param name="name">Unique within the model.</param>
    public UpSampling1D(int size = 2, string? name = null)
        : base(name)
    {
        Size = size >= 1 ? size : throw ArgumentError(nameof(size), $"expected a factor of at least 1, got {size}.");
        InputSpec = SpatialAxes.Spec(1, default);
    }

    /// <summary>How often each step stands in the output.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("size", Size);

    internal static UpSampling1D FromConfig(LayerConfig config) => new(config.GetStep("size", 2), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => SpatialAxes.Repeat(x, 1, Size);
}
