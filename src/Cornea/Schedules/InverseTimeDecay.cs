namespace Cornea.Optimizers;

/// <summary>initial / (1 + rate · step / steps).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">How many steps count as one unit.</param>
/// <param name="decayRate">How strongly the rate falls in one unit.</param>
/// <param name="staircase">Whether the rate changes only at whole units.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, InverseTimeDecay. Golden cases: schedules/inverse_time.</remarks>
public sealed class InverseTimeDecay(
    double initialLearningRate,
    double decaySteps,
    double decayRate,
    bool staircase = false,
    string name = "InverseTimeDecay")
    : LearningRateSchedule
{
    private readonly double _decaySteps = Positive(decaySteps, nameof(InverseTimeDecay), nameof(decaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double passed = step / _decaySteps;
        if (staircase) passed = Math.Floor(passed);
        return initialLearningRate / (1 + (decayRate * passed));
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("initial_learning_rate", initialLearningRate)
        .With("decay_steps", _decaySteps)
        .With("decay_rate", decayRate)
        .With("staircase", staircase)
        .With("name", name);
}
