namespace Cornea.Constraints;

/// <summary>A norm of 1 along an axis: w / (‖w‖ + 10⁻⁷).</summary>
/// <param name="axis">The axes a norm is taken over; null is the first, a dense kernel's inputs.</param>
/// <remarks>Source: Keras 3, UnitNorm. Golden case: constraints/unitnorm.</remarks>
public sealed class UnitNorm(Shape? axis = null) : Constraint
{
    private readonly Shape _axis = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor weight) => weight / (Norms(weight, _axis) + Ops.KerasEpsilon);

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("axis", AxisJson(_axis));
}
