namespace Cornea.Optimizers;

/// <summary>Half a cosine wave down, again and again, each longer and lower than the one before (Loshchilov &amp; Hutter 2017).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="firstDecaySteps">How many steps the first fall takes.</param>
/// <param name="tMul">How much longer each is.</param>
/// <param name="mMul">How much lower each begins.</param>
/// <param name="alpha">The rate at the end of a fall, as a part of the initial one.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, CosineDecayRestarts. Golden cases: schedules/cosine_restarts.</remarks>
public sealed class CosineDecayRestarts(
    double initialLearningRate,
    double firstDecaySteps,
    double tMul = 2,
    double mMul = 1,
    double alpha = 0,
    string name = "SGDRDecay")
    : LearningRateSchedule
{
    private readonly double _firstDecaySteps = Positive(firstDecaySteps, nameof(CosineDecayRestarts), nameof(firstDecaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        double passed = step / _firstDecaySteps, restarts;
        if (tMul == 1)
        {
            restarts = Math.Floor(passed);
            passed -= restarts;
        }
        else
        {
            restarts = Math.Floor(Math.Log(1 - (passed * (1 - tMul))) / Math.Log(tMul));
            passed = (passed - ((1 - Math.Pow(tMul, restarts)) / (1 - tMul))) / Math.Pow(tMul, restarts);
        }

        double cosine = 0.5 * Math.Pow(mMul, restarts) * (1 + Math.Cos(Math.PI * passed));
        return initialLearningRate * (((1 - alpha) * cosine) + alpha);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("initial_learning_rate", initialLearningRate)
        .With("first_decay_steps", _firstDecaySteps)
        .With("t_mul", tMul)
        .With("m_mul", mMul)
        .With("alpha", alpha)
        .With("name", name);
}
