namespace Cornea.Optimizers;

/// <summary>Adam with the largest gradient in place of the mean square.</summary>
/// <remarks>
/// <para>m ← β₁ · m + (1 − β₁) · g; u ← max(β₂ · u, |g|); w ← w − rate / (1 − β₁ᵗ) · m / (u + ε).</para>
/// <para>Kingma &amp; Ba 2015, section 7.1. Source: Keras 3, Adamax. Golden cases: optimizers/adamax.</para>
/// </remarks>
public sealed class Adamax : MomentOptimizer
{
    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the largest gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
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
    public Adamax(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, beta1, beta2, epsilon)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the largest gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    public Adamax(OptimizerOptions options, LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(options, learningRate ?? 0.001, beta1, beta2, epsilon)
    {
    }

    private protected override string SizeName => "norm";

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor alpha = learningRate / (1 - Ops.Power(Beta1, step));
        return (weight, gradient) =>
        {
            Tensor m = NextMean(weight, gradient), u = Decay(Sizes[weight], Ops.Maximum(Sizes[weight].Value * Beta2, Ops.Abs(gradient)));
            weight.Assign(weight.Value - (m * alpha / (u + Epsilon)));
        };
    }
}
