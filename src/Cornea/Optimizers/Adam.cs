namespace Cornea.Optimizers;

/// <summary>Gradient descent at a pace of its own for each weight, from the mean and the mean square of its gradients.</summary>
/// <remarks>
/// <para>m ← β₁ · m + (1 − β₁) · g; v ← β₂ · v + (1 − β₂) · g²; w ← w − rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).</para>
/// <para>Kingma &amp; Ba 2015. Source: Keras 3, Adam. Golden cases: optimizers/adam*.</para>
/// </remarks>
public class Adam : MomentOptimizer
{
    private Slots? _largest;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="amsgrad">Whether the largest v so far is used instead of v (Reddi et al. 2018).</param>
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
    public Adam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, beta1, beta2, epsilon, amsgrad)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="amsgrad">Whether the largest v so far is used instead of v (Reddi et al. 2018).</param>
    public Adam(
        OptimizerOptions options, LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false)
        : base(options, learningRate ?? 0.001, beta1, beta2, epsilon) => Amsgrad = amsgrad;

    /// <summary>Whether the largest v so far is used instead of v (Reddi et al. 2018).</summary>
    public bool Amsgrad { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("amsgrad", Amsgrad);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        base.CreateSlots();
        if (Amsgrad) _largest = AddSlots("velocity_hat");
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor alpha = learningRate * Ops.Sqrt(1 - Ops.Power(Beta2, step)) / (1 - Ops.Power(Beta1, step));
        return (weight, gradient) =>
        {
            Tensor m = NextMean(weight, gradient), v = NextSquare(weight, gradient);
            if (_largest is not null)
            {
                v = Ops.Maximum(_largest[weight].Value, v);
                _largest[weight].Assign(v);
            }

            weight.Assign(weight.Value - (m * alpha / (Ops.Sqrt(v) + Epsilon)));
        };
    }
}
