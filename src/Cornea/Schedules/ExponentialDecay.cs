namespace Cornea.Optimizers;

/// <summary>initial · rate^(step / steps).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">How many steps count as one unit.</param>
/// <param name="decayRate">How strongly the rate falls in one unit.</param>
/// <param name="staircase">Whether the rate changes only at whole units.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, ExponentialDecay. Golden cases: schedules/exponential*.</remarks>
public sealed class ExponentialDecay(
    double initialLearningRate,
    double decaySteps,
    double decayRate,
    bool staircase = false,
    string name = "ExponentialDecay")
    : LearningRateSchedule
{
    private readonly double _decaySteps = Positive(decaySteps, nameof(ExponentialDecay), nameof(decaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double passed = step / _decaySteps;
        if (staircase) passed = Math.Floor(passed);
        return initialLearningRate * Math.Pow(decayRate, passed);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("initial_learning_rate", initialLearningRate)
        .With("decay_steps", _decaySteps)
        .With("decay_rate", decayRate)
        .With("staircase", staircase)
        .With("name", name);
}
