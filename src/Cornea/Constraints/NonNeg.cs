namespace Cornea.Constraints;

/// <summary>No weight below 0: max(w, 0).</summary>
/// <remarks>Source: Keras 3, NonNeg. Golden case: constraints/nonneg.</remarks>
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor weight) => Ops.Maximum(weight, 0);
}
