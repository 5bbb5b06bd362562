namespace Cornea.Regularizers;

/// <summary>The penalty l2 · Σw².</summary>
/// <param name="l2">The factor, at least 0.</param>
/// <remarks>Source: Keras 3, L2. Golden case: regularizers/l2.</remarks>
public sealed class L2(double l2 = 0.01) : Regularizer
{
    private readonly double _factor = Factor(l2, nameof(L2), nameof(l2));

    /// <inheritdoc/>
    public override Tensor Call(Tensor weight) => Ops.Sum(Ops.Square(weight)) * _factor;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("l2", _factor);
}
