namespace Cornea.Layers;

/// <summary>x where it is positive, alpha · (eˣ − 1) below 0.</summary>
/// <param name="alpha">How far below 0 the function goes.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Source: Clevert, Unterthiner &amp; Hochreiter 2016; Keras 3, ELU. Golden cases: layers/leakyrelu_04.</remarks>
public sealed class ELU(double alpha = 1, string? name = null) : Layer(name)
{
    /// <summary>How far below 0 the function goes.</summary>
    public double Alpha { get; } = alpha;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("alpha", Alpha);

    internal static ELU FromConfig(LayerConfig config) => new(config.GetDouble("alpha", 1), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Ops.Elu(x, Alpha);
}
