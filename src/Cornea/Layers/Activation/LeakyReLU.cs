namespace Cornea.Layers;

/// <summary>x where it is positive, negativeSlope · x below 0.</summary>
/// <param name="negativeSlope">The slope below 0.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Source: Keras 3, LeakyReLU. Golden cases: layers/leakyrelu_00.</remarks>
public sealed class LeakyReLU(double negativeSlope = 0.3, string? name = null) : Layer(name)
{
    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; } = negativeSlope;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("negative_slope", NegativeSlope);

    internal static LeakyReLU FromConfig(LayerConfig config) =>
        new(config.Has("negative_slope") ? config.GetDouble("negative_slope") : config.GetDouble("alpha", 0.3), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Ops.LeakyRelu(x, NegativeSlope);
}
