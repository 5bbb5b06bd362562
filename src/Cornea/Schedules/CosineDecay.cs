using System.Text.Json.Nodes;

namespace Cornea.Optimizers;

/// <summary>Half a cosine wave down to α · the rate it falls from, after a linear warmup where one is wanted (Loshchilov &amp; Hutter 2017).</summary>
/// <param name="initialLearningRate">The rate at step 0.</param>
/// <param name="decaySteps">How many steps the fall takes, after the warmup.</param>
/// <param name="alpha">The rate at the end, as a part of the one it falls from.</param>
/// <param name="name">What it is called.</param>
/// <param name="warmupTarget">The rate at the end of the warmup; null: no warmup.</param>
/// <param name="warmupSteps">How many steps the warmup takes.</param>
/// <remarks>Source: Keras 3, CosineDecay. Golden cases: schedules/cosine, schedules/cosine_warmup.</remarks>
public sealed class CosineDecay(
    double initialLearningRate,
    double decaySteps,
    double alpha = 0,
    string name = "CosineDecay",
    double? warmupTarget = null,
    double warmupSteps = 0)
    : LearningRateSchedule
{
    private readonly double _decaySteps = Positive(decaySteps, nameof(CosineDecay), nameof(decaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (warmupTarget is not { } target) return Fall(Math.Min(step, _decaySteps), initialLearningRate);
        double at = Math.Min(step, _decaySteps + warmupSteps);
        return at < warmupSteps
            ? ((target - initialLearningRate) * at / warmupSteps) + initialLearningRate
            : Fall(at - warmupSteps, target);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("initial_learning_rate", initialLearningRate)
        .With("decay_steps", _decaySteps)
        .With("alpha", alpha)
        .With("name", name)
        .With("warmup_target", (JsonNode?)warmupTarget)
        .With("warmup_steps", warmupSteps);

    private double Fall(double step, double from) =>
        from * (((1 - alpha) * 0.5 * (1 + Math.Cos(Math.PI * step / _decaySteps))) + alpha);
}
