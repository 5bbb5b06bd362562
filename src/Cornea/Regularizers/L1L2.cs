namespace Cornea.Regularizers;

/// <summary>The penalty l1 · Σ|w| + l2 · Σw².</summary>
/// <param name="l1">The factor of the absolute values, at least 0.</param>
/// <param name="l2">The factor of the squares, at least 0.</param>
/// <remarks>Source: Keras 3, L1L2. Golden case: regularizers/l1l2.</remarks>
public sealed class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    private readonly double _l1 = Factor(l1, nameof(L1L2), nameof(l1));
    private readonly double _l2 = Factor(l2, nameof(L1L2), nameof(l2));

    /// <inheritdoc/>
    public override Tensor Call(Tensor weight)
    {
        Tensor? absolute = _l1 != 0 ? Ops.Sum(Ops.Abs(weight)) * _l1 : null;
        Tensor? squares = _l2 != 0 ? Ops.Sum(Ops.Square(weight)) * _l2 : null;
        return absolute is null ? squares ?? Ops.Zeros(Shape.Scalar, weight.DType) : squares is null ? absolute : absolute + squares;
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("l1", _l1).With("l2", _l2);
}
