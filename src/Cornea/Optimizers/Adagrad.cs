namespace Cornea.Optimizers;

/// <summary>Steps that shrink the more a weight has been changed.</summary>
/// <remarks>
/// <para>a ← a + g²; w ← w − rate · g / √(a + ε).</para>
/// <para>Duchi et al. 2011. Source: Keras 3, Adagrad. Golden cases: optimizers/adagrad.</para>
/// </remarks>
public sealed class Adagrad : Optimizer
{
    private Slots _accumulators = null!;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="initialAccumulatorValue">What a begins with, at least 0.</param>
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
    public Adagrad(
        LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, initialAccumulatorValue, epsilon)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="initialAccumulatorValue">What a begins with, at least 0.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    public Adagrad(OptimizerOptions options, LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7)
        : base(options, learningRate ?? 0.001)
    {
        InitialAccumulatorValue = initialAccumulatorValue;
        Epsilon = epsilon;
    }

    /// <summary>What a begins with, at least 0.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>What is added to the divisor.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("initial_accumulator_value", InitialAccumulatorValue)
        .With("epsilon", Epsilon);

    /// <inheritdoc/>
    protected override void CreateSlots() => _accumulators = AddSlots("accumulator", InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
        => (weight, gradient) =>
        {
            Tensor squares = _accumulators[weight].Value + Ops.Square(gradient);
            _accumulators[weight].Assign(squares);
            weight.Assign(weight.Value - (gradient * learningRate / Ops.Sqrt(squares + Epsilon)));
        };
}
