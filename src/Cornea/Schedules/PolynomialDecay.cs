namespace Cornea.Optimizers;

/// <summary>(initial − end) · (1 − step / steps)^power + end; the end rate after that, unless it begins anew.</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">How many steps it takes.</param>
/// <param name="endLearningRate">The rate at the end.</param>
/// <param name="power">The power; 1 is a straight line.</param>
/// <param name="cycle">Whether the steps are doubled, tripled, … when they are over, so that the rate rises again.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, PolynomialDecay. Golden cases: schedules/polynomial*.</remarks>
public sealed class PolynomialDecay(
    double initialLearningRate,
    double decaySteps,
    double endLearningRate = 0.0001,
    double power = 1,
    bool cycle = false,
    string name = "PolynomialDecay")
    : LearningRateSchedule
{
    private readonly double _decaySteps = Positive(decaySteps, nameof(PolynomialDecay), nameof(decaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double steps = _decaySteps;
        if (cycle && step > 0) steps *= Math.Ceiling(step / _decaySteps);
        double passed = cycle ? step : Math.Min(step, steps);
        return ((initialLearningRate - endLearningRate) * Math.Pow(1 - (passed / steps), power)) + endLearningRate;
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("initial_learning_rate", initialLearningRate)
        .With("decay_steps", _decaySteps)
        .With("end_learning_rate", endLearningRate)
        .With("power", power)
        .With("cycle", cycle)
        .With("name", name);
}
