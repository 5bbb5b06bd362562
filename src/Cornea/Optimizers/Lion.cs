namespace Cornea.Optimizers;

/// <summary>Steps of one size, in the direction the gradients agree on: half of Adam's memory.</summary>
/// <remarks>
/// <para>w ← w − rate · sign(β₁ · m + (1 − β₁) · g); m ← β₂ · m + (1 − β₂) · g.</para>
/// <para>Chen et al. 2023. Source: Keras 3, Lion. Golden cases: optimizers/lion.</para>
/// </remarks>
public sealed class Lion : Optimizer
{
    private Slots _momentums = null!;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean gradient stays at each step.</param>
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
    public Lion(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.99, double? weightDecay = null, double? clipNorm = null,
        double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, beta1, beta2)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean gradient stays at each step.</param>
    public Lion(OptimizerOptions options, LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.99)
        : base(options, learningRate ?? 0.001)
    {
        if (beta1 is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(beta1), $"Lion: expected beta1 over 0 and up to 1, got {beta1}.");
        Beta1 = beta1;
        Beta2 = beta2;
    }

    /// <summary>How much of the mean gradient stays at each step.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean gradient stays at each step.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("beta_1", Beta1)
        .With("beta_2", Beta2);

    /// <inheritdoc/>
    protected override void CreateSlots() => _momentums = AddSlots("momentum");

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
        => (weight, gradient) =>
        {
            Tensor m = _momentums[weight].Value;
            weight.Assign(weight.Value - (Ops.Sign((m * Beta1) + (gradient * (1 - Beta1))) * learningRate));
            Decay(_momentums[weight], (m * Beta2) + (gradient * (1 - Beta2)));
        };
}
