using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Passes its input on and adds a penalty on it to the loss: l1 · Σ|x| + l2 · Σx².</summary>
/// <remarks>Source: Keras 3, ActivityRegularization.</remarks>
public sealed class ActivityRegularization : Layer
{
    /// <summary>A penalty.</summary>
    /// <param name="l1">What the absolute values count.</param>
    /// <param name="l2">What the squares count.</param>
    /// <param name="name">Unique within the model.</param>
    public ActivityRegularization(double l1 = 0, double l2 = 0, string? name = null)
        : base(name)
    {
        (L1, L2) = (l1, l2);
        ActivityRegularizer = new L1L2(l1, l2);
    }

    /// <summary>What the absolute values count.</summary>
    public double L1 { get; }

    /// <summary>What the squares count.</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("l1", L1).With("l2", L2);

    internal static ActivityRegularization FromConfig(LayerConfig config) =>
        new(config.GetDouble("l1", 0), config.GetDouble("l2", 0), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => x;
}
