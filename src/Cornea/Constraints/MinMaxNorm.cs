namespace Cornea.Constraints;

/// <summary>A norm between two bounds along an axis: w · (rate · clip(‖w‖, min, max) + (1 − rate) · ‖w‖) / (‖w‖ + 10⁻⁷).</summary>
/// <param name="minValue">The smallest norm.</param>
/// <param name="maxValue">The largest norm.</param>
/// <param name="rate">How much of the way to go at each update: 1 is all of it.</param>
/// <param name="axis">The axes a norm is taken over; null is the first, a dense kernel's inputs.</param>
/// <remarks>Source: Keras 3, MinMaxNorm. Golden case: constraints/minmaxnorm.</remarks>
public sealed class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, Shape? axis = null) : Constraint
{
    private readonly Shape _axis = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor weight)
    {
        Tensor norms = Norms(weight, _axis);
        Tensor desired = (Ops.Clip(norms, minValue, maxValue) * rate) + (norms * (1 - rate));
        return weight * (desired / (norms + Ops.KerasEpsilon));
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("min_value", minValue).With("max_value", maxValue).With("rate", rate).With("axis", AxisJson(_axis));
}
