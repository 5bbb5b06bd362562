namespace Cornea.Optimizers;

/// <summary>Steps measured by the steps before: no rate need be found.</summary>
/// <remarks>
/// <para>a ← ρ · a + (1 − ρ) · g²; Δ = −√(d + ε) / √(a + ε) · g; d ← ρ · d + (1 − ρ) · Δ²; w ← w + rate · Δ.</para>
/// <para>Zeiler 2012. Source: Keras 3, Adadelta. Golden cases: optimizers/adadelta.</para>
/// </remarks>
public sealed class Adadelta : Optimizer
{
    private Slots _gradients = null!;
    private Slots _changes = null!;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="rho">How much of the means stays at each step.</param>
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
    public Adadelta(
        LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7, double? weightDecay = null, double? clipNorm = null,
        double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, rho, epsilon)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="rho">How much of the means stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    public Adadelta(OptimizerOptions options, LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7)
        : base(options, learningRate ?? 0.001)
    {
        Rho = rho;
        Epsilon = epsilon;
    }

    /// <summary>How much of the means stays at each step.</summary>
    public double Rho { get; }

    /// <summary>What is added to the divisor.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("rho", Rho)
        .With("epsilon", Epsilon);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        Slots[] slots = AddSlots(("accumulated_grad", 0), ("accumulated_delta_var", 0));
        (_gradients, _changes) = (slots[0], slots[1]);
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
        => (weight, gradient) =>
        {
            Tensor changes = _changes[weight].Value;
            Tensor squares = Decay(_gradients[weight], (_gradients[weight].Value * Rho) + (Ops.Square(gradient) * (1 - Rho)));
            Tensor change = -(Ops.Sqrt(changes + Epsilon) * gradient / Ops.Sqrt(squares + Epsilon));
            Decay(_changes[weight], (changes * Rho) + (Ops.Square(change) * (1 - Rho)));
            weight.Assign(weight.Value + (change * learningRate));
        };
}
