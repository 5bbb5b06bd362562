namespace Cornea.Optimizers;

/// <summary>Follow the regularized leader: keeps weights at exactly 0 where L1 says so.</summary>
/// <remarks>
/// <para>n = a + g²; z ← z + g + 2 · s · w − (n^−p − a^−p) / rate · w; w ← (clip(z, −l1, l1) − z) / (n^−p / rate + 2 · (l2 + β / (2 · rate))); a ← n; s is the
/// shrinkage, p the learning rate's power.</para>
/// <para>McMahan et al. 2013. Source: Keras 3, Ftrl. Golden cases: optimizers/ftrl.</para>
/// </remarks>
public sealed class Ftrl : Optimizer
{
    private Slots _accumulators = null!;
    private Slots _linears = null!;

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="learningRatePower">The power the rate falls by, at most 0; 0 holds it.</param>
    /// <param name="initialAccumulatorValue">What a begins with, at least 0.</param>
    /// <param name="l1RegularizationStrength">L1, at least 0.</param>
    /// <param name="l2RegularizationStrength">L2, at least 0.</param>
    /// <param name="l2ShrinkageRegularizationStrength">L2 on the gradient only, at least 0.</param>
    /// <param name="beta">Added to L2, over twice the rate.</param>
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
    public Ftrl(
        LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1, double l1RegularizationStrength = 0,
        double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0, double beta = 0, double? weightDecay = null,
        double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false, double emaMomentum = 0.99,
        int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, learningRatePower, initialAccumulatorValue, l1RegularizationStrength, l2RegularizationStrength, l2ShrinkageRegularizationStrength, beta)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="learningRatePower">The power the rate falls by, at most 0; 0 holds it.</param>
    /// <param name="initialAccumulatorValue">What a begins with, at least 0.</param>
    /// <param name="l1RegularizationStrength">L1, at least 0.</param>
    /// <param name="l2RegularizationStrength">L2, at least 0.</param>
    /// <param name="l2ShrinkageRegularizationStrength">L2 on the gradient only, at least 0.</param>
    /// <param name="beta">Added to L2, over twice the rate.</param>
    public Ftrl(
        OptimizerOptions options, LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1,
        double l1RegularizationStrength = 0, double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0, double beta = 0)
        : base(options, learningRate ?? 0.001)
    {
        foreach ((double value, string argument) in new[]
        {
            (-learningRatePower, nameof(learningRatePower)), (initialAccumulatorValue, nameof(initialAccumulatorValue)),
            (l1RegularizationStrength, nameof(l1RegularizationStrength)), (l2RegularizationStrength, nameof(l2RegularizationStrength)),
            (l2ShrinkageRegularizationStrength, nameof(l2ShrinkageRegularizationStrength)),
        })
        {
            if (!(value >= 0))
                throw new ArgumentOutOfRangeException(argument, $"Ftrl: expected {argument} of at {(argument == nameof(learningRatePower) ? "most" : "least")} 0.");
        }

        LearningRatePower = learningRatePower;
        InitialAccumulatorValue = initialAccumulatorValue;
        L1RegularizationStrength = l1RegularizationStrength;
        L2RegularizationStrength = l2RegularizationStrength;
        L2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength;
        Beta = beta;
    }

    /// <summary>The power the rate falls by, at most 0; 0 holds it.</summary>
    public double LearningRatePower { get; }

    /// <summary>What a begins with, at least 0.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>L1, at least 0.</summary>
    public double L1RegularizationStrength { get; }

    /// <summary>L2, at least 0.</summary>
    public double L2RegularizationStrength { get; }

    /// <summary>L2 on the gradient only, at least 0.</summary>
    public double L2ShrinkageRegularizationStrength { get; }

    /// <summary>Added to L2, over twice the rate.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("learning_rate_power", LearningRatePower)
        .With("initial_accumulator_value", InitialAccumulatorValue)
        .With("l1_regularization_strength", L1RegularizationStrength)
        .With("l2_regularization_strength", L2RegularizationStrength)
        .With("l2_shrinkage_regularization_strength", L2ShrinkageRegularizationStrength)
        .With("beta", Beta);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        Slots[] slots = AddSlots(("accumulator", InitialAccumulatorValue), ("linear", 0));
        (_accumulators, _linears) = (slots[0], slots[1]);
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor l2 = (Beta / (learningRate * 2)) + L2RegularizationStrength;
        return (weight, gradient) =>
        {
            Tensor w = weight.Value, before = _accumulators[weight].Value, after = before + Ops.Square(gradient);
            Tensor used = L2ShrinkageRegularizationStrength == 0 ? gradient : gradient + (w * (2 * L2ShrinkageRegularizationStrength));
            Tensor power = Ops.Power(after, -LearningRatePower);
            Tensor linear = _linears[weight].Value + used - ((power - Ops.Power(before, -LearningRatePower)) / learningRate * w);
            _linears[weight].Assign(linear);
            Tensor quadratic = (power / learningRate) + (l2 * 2);
            weight.Assign((Ops.Clip(linear, -L1RegularizationStrength, L1RegularizationStrength) - linear) / quadratic);
            _accumulators[weight].Assign(after);
        };
    }
}
