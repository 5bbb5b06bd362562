namespace Cornea.Regularizers;

/// <summary>The penalty l1 · Σ|w|.</summary>
/// <param name="l1">The factor, at least 0.</param>
/// <remarks>Source: Keras 3, L1. Golden case: regularizers/l1.</remarks>
public sealed class L1(double l1 = 0.01) : Regularizer
{
    private readonly double _factor = Factor(l1, nameof(L1), nameof(l1));

    /// <inheritdoc/>
    public override Tensor Call(Tensor weight) => Ops.Sum(Ops.Abs(weight)) * _factor;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("l1", _factor);
}
