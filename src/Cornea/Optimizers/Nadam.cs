namespace Cornea.Optimizers;

/// <summary>Adam with Nesterov's momentum.</summary>
/// <remarks>
/// <para>uₜ = β₁ · (1 − ½ · 0.96ᵗ); m̂ = uₜ₊₁ · m / (1 − Π uᵢ to t + 1) + (1 − uₜ) · g / (1 − Π uᵢ to t); w ← w − rate · m̂ / (√(v / (1 − β₂ᵗ)) + ε), m and v as in
/// Adam.</para>
/// <para>Dozat 2015. Source: Keras 3, Nadam. Golden cases: optimizers/nadam.</para>
/// </remarks>
public sealed class Nadam : MomentOptimizer
{
    private Variable _product = null!;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
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
    public Nadam(
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
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    public Nadam(OptimizerOptions options, LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7)
        : base(options, learningRate ?? 0.001, beta1, beta2, epsilon)
    {
    }

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        base.CreateSlots();
        _product = AddVariable("variable", Tensor.From([1f], Shape.Scalar)); // The name it has in Keras' files.
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor now = (1 - (Ops.Power(0.96, step) * 0.5)) * Beta1, next = (1 - (Ops.Power(0.96, step + 1) * 0.5)) * Beta1;
        Tensor product = _product.Value * now, nextProduct = product * next;
        _product.Assign(product);
        Tensor ofMean = next / (1 - nextProduct), ofGradient = (1 - now) / (1 - product), second = 1 - Ops.Power(Beta2, step);
        return (weight, gradient) =>
        {
            Tensor m = NextMean(weight, gradient), v = NextSquare(weight, gradient);
            weight.Assign(weight.Value - (((m * ofMean) + (gradient * ofGradient)) * learningRate / (Ops.Sqrt(v / second) + Epsilon)));
        };
    }
}
