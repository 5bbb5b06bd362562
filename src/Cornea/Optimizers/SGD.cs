namespace Cornea.Optimizers;

/// <summary>Gradient descent, with momentum where it is wanted.</summary>
/// <remarks>
/// <para>w ← w − rate · g; with momentum: v ← momentum · v − rate · g, w ← w + v; Nesterov: w ← w + momentum · v − rate · g.</para>
/// <para>Sutskever et al. 2013. Source: Keras 3, SGD. Golden cases: optimizers/sgd*.</para>
/// </remarks>
public sealed class SGD : Optimizer
{
    private Slots? _momentums;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.01.</param>
    /// <param name="momentum">How much of the last change is kept, 0 to 1.</param>
    /// <param name="nesterov">Whether the gradient is taken as if the change had been made already.</param>
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
    public SGD(
        LearningRate? learningRate = null, double momentum = 0, bool nesterov = false, double? weightDecay = null, double? clipNorm = null,
        double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, momentum, nesterov)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.01.</param>
    /// <param name="momentum">How much of the last change is kept, 0 to 1.</param>
    /// <param name="nesterov">Whether the gradient is taken as if the change had been made already.</param>
    public SGD(OptimizerOptions options, LearningRate? learningRate = null, double momentum = 0, bool nesterov = false)
        : base(options, learningRate ?? 0.01)
    {
        if (momentum is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), $"SGD: expected momentum between 0 and 1, got {momentum}.");
        Momentum = momentum;
        Nesterov = nesterov;
    }

    /// <summary>How much of the last change is kept, 0 to 1.</summary>
    public double Momentum { get; }

    /// <summary>Whether the gradient is taken as if the change had been made already.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("momentum", Momentum)
        .With("nesterov", Nesterov);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        if (Momentum != 0) _momentums = AddSlots("momentum");
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        if (_momentums is null) return (weight, gradient) => weight.Assign(weight.Value - (gradient * learningRate));
        return (weight, gradient) =>
        {
            Tensor change = gradient * learningRate;
            Tensor velocity = Decay(_momentums[weight], (_momentums[weight].Value * Momentum) - change);
            weight.Assign(weight.Value + (Nesterov ? (velocity * Momentum) - change : velocity));
        };
    }
}
