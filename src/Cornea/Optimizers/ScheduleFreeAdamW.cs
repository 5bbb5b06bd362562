namespace Cornea.Optimizers;

/// <summary>Adam whose averaging takes the place of a schedule: the rate need not fall.</summary>
/// <remarks>
/// <para>v as in Adam; z ← z − rate · g / (√(v / (1 − β₂ᵗ)) + ε); the weights stand at (1 − β₁) · z + β₁ · x, x being the mean of all z.</para>
/// <para>Defazio et al. 2024. Source: Keras 3, ScheduleFreeAdamW. Golden cases: optimizers/(keras_tests).</para>
/// </remarks>
public sealed class ScheduleFreeAdamW : MomentOptimizer
{
    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.0025.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="warmupSteps">Over how many steps the rate rises to its value.</param>
    /// <param name="weightDecay">The part of each weight, times the learning rate, that is taken off before an update; null: none.</param>
    /// <param name="clipNorm">The largest norm of each weight's gradient.</param>
    /// <param name="clipValue">The largest size of each number of a gradient.</param>
    /// <param name="globalClipNorm">The largest norm of all gradients together.</param>
    /// <param name="useEma">Whether a moving average of the weights is kept, which becomes the weights at the end.</param>
    /// <param name="emaMomentum">How much of the average stays at each step.</param>
    /// <param name="emaOverwriteFrequency">After how many steps the average becomes the weights; null: only at the end.</param>
    /// <param name="lossScaleFactor">What the loss was multiplied with; gradients are divided by it.</param>
    /// <param name="gradientAccumulationSteps">Over how many steps gradients are averaged for one update.</param>
    /// <param name="name">What it is called.</param>
    public ScheduleFreeAdamW(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, beta1, beta2, epsilon, warmupSteps)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.0025.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="warmupSteps">Over how many steps the rate rises to its value.</param>
    public ScheduleFreeAdamW(
        OptimizerOptions options, LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        int warmupSteps = 0)
        : base(options, learningRate ?? 0.0025, beta1, beta2, epsilon) => WarmupSteps = warmupSteps;

    /// <summary>Over how many steps the rate rises to its value.</summary>
    public int WarmupSteps { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("warmup_steps", WarmupSteps);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        (Means, Sizes) = (NewSlots(), NewSlots());
        foreach (Variable weight in Weights)
        {
            AddCopySlot(Means, weight, "momentum");
            AddSlot(Sizes, weight, "velocity", weight.Shape);
        }
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor rate = WarmupSteps > 0 ? learningRate * Ops.Minimum(step / WarmupSteps, 1) : learningRate;
        Tensor second = 1 - Ops.Power(Beta2, step), share = Ops.Reciprocal(step), rest = 1 - share;
        return (weight, gradient) =>
        {
            Tensor v = NextSquare(weight, gradient), after = Means[weight].Value - (gradient * rate / (Ops.Sqrt(v / second) + Epsilon));
            Means[weight].Assign(after);
            // Keras on TensorFlow reads z after its update here, since its "old" value is the variable itself.
            Tensor mean = (((weight.Value - (after * (1 - Beta1))) / Beta1) * rest) + (after * share);
            weight.Assign((after * (1 - Beta1)) + (mean * Beta1));
        };
    }
}
