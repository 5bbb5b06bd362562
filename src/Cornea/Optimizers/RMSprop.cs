namespace Cornea.Optimizers;

/// <summary>Gradients divided by the root of their mean square.</summary>
/// <remarks>
/// <para>v ← ρ · v + (1 − ρ) · g²; w ← w − rate · g / √(v + ε); with momentum: d ← momentum · d + rate · g / √(v + ε), w ← w − d; centered: v − a² in place
/// of v, a ← ρ · a + (1 − ρ) · g.</para>
/// <para>Tieleman &amp; Hinton 2012. Source: Keras 3, RMSprop. Golden cases: optimizers/rmsprop.</para>
/// </remarks>
public sealed class RMSprop : Optimizer
{
    private Slots _velocities = null!;
    private Slots? _momentums;
    private Slots? _averages;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="rho">How much of the means stays at each step.</param>
    /// <param name="momentum">How much of the last change is kept.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="centered">Whether gradients are divided by their deviation instead.</param>
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
    public RMSprop(
        LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false,
        double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, rho, momentum, epsilon, centered)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="rho">How much of the means stays at each step.</param>
    /// <param name="momentum">How much of the last change is kept.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="centered">Whether gradients are divided by their deviation instead.</param>
    public RMSprop(
        OptimizerOptions options, LearningRate? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7,
        bool centered = false)
        : base(options, learningRate ?? 0.001)
    {
        Rho = rho;
        Momentum = momentum;
        Epsilon = epsilon;
        Centered = centered;
    }

    /// <summary>How much of the means stays at each step.</summary>
    public double Rho { get; }

    /// <summary>How much of the last change is kept.</summary>
    public double Momentum { get; }

    /// <summary>What is added to the divisor.</summary>
    public double Epsilon { get; }

    /// <summary>Whether gradients are divided by their deviation instead.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("rho", Rho)
        .With("momentum", Momentum)
        .With("epsilon", Epsilon)
        .With("centered", Centered);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _velocities = AddSlots("velocity");
        if (Momentum > 0) _momentums = AddSlots("momentum");
        if (Centered) _averages = AddSlots("average_gradient");
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
        => (weight, gradient) =>
        {
            Tensor spread = Decay(_velocities[weight], (_velocities[weight].Value * Rho) + (Ops.Square(gradient) * (1 - Rho)));
            if (_averages is not null)
                spread -= Ops.Square(Decay(_averages[weight], (_averages[weight].Value * Rho) + (gradient * (1 - Rho))));
            Tensor change = gradient * learningRate / Ops.Sqrt(spread + Epsilon);
            if (_momentums is not null) change = Decay(_momentums[weight], (_momentums[weight].Value * Momentum) + change);
            weight.Assign(weight.Value - change);
        };
}
