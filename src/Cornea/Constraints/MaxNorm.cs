namespace Cornea.Constraints;

/// <summary>A norm of at most a maximum along an axis: w · min(‖w‖, max) / (‖w‖ + 10⁻⁷).</summary>
/// <param name="maxValue">The largest norm.</param>
/// <param name="axis">The axes a norm is taken over; null is the first, a dense kernel's inputs.</param>
/// <remarks>Source: Keras 3, MaxNorm. Golden case: constraints/maxnorm.</remarks>
public sealed class MaxNorm(double maxValue = 2, Shape? axis = null) : Constraint
{
    private readonly Shape _axis = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor weight)
    {
        Tensor norms = Norms(weight, _axis);
        return weight * (Ops.Clip(norms, 0, maxValue) / (norms + Ops.KerasEpsilon));
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("max_value", maxValue).With("axis", AxisJson(_axis));
}
