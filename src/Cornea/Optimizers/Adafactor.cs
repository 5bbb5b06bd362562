namespace Cornea.Optimizers;

/// <summary>Adam's pace from row and column means alone: memory of a row and a column for each matrix.</summary>
/// <remarks>
/// <para>Rows r and columns c keep means of g² + ε₁ with β₂ = 1 − t^decay; v = r · c / mean(r); u = g / √v, shortened to a root mean square of the threshold;
/// w ← w − max(ε₂, rms(w)) · min(rate, 1 / √t) · u.</para>
/// <para>Shazeer &amp; Stern 2018. Source: Keras 3, Adafactor. Golden cases: optimizers/adafactor.</para>
/// </remarks>
public sealed class Adafactor : Optimizer
{
    private readonly Slots _rows = NewSlots();
    private readonly Slots _columns = NewSlots();
    private readonly Slots _velocities = NewSlots();

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta2Decay">The power of the step by which β₂ goes to 1.</param>
    /// <param name="epsilon1">What is added to squared gradients.</param>
    /// <param name="epsilon2">The smallest root mean square of a weight.</param>
    /// <param name="clipThreshold">The largest root mean square of an update.</param>
    /// <param name="relativeStep">Whether the rate is at most 1 / √t.</param>
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
    public Adafactor(
        LearningRate? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3, double clipThreshold = 1,
        bool relativeStep = true, double? weightDecay = null, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta2Decay">The power of the step by which β₂ goes to 1.</param>
    /// <param name="epsilon1">What is added to squared gradients.</param>
    /// <param name="epsilon2">The smallest root mean square of a weight.</param>
    /// <param name="clipThreshold">The largest root mean square of an update.</param>
    /// <param name="relativeStep">Whether the rate is at most 1 / √t.</param>
    public Adafactor(
        OptimizerOptions options, LearningRate? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3,
        double clipThreshold = 1, bool relativeStep = true)
        : base(options, learningRate ?? 0.001)
    {
        Beta2Decay = beta2Decay;
        Epsilon1 = epsilon1;
        Epsilon2 = epsilon2;
        ClipThreshold = clipThreshold;
        RelativeStep = relativeStep;
    }

    /// <summary>The power of the step by which β₂ goes to 1.</summary>
    public double Beta2Decay { get; }

    /// <summary>What is added to squared gradients.</summary>
    public double Epsilon1 { get; }

    /// <summary>The smallest root mean square of a weight.</summary>
    public double Epsilon2 { get; }

    /// <summary>The largest root mean square of an update.</summary>
    public double ClipThreshold { get; }

    /// <summary>Whether the rate is at most 1 / √t.</summary>
    public bool RelativeStep { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("beta_2_decay", Beta2Decay)
        .With("epsilon_1", Epsilon1)
        .With("epsilon_2", Epsilon2)
        .With("clip_threshold", ClipThreshold)
        .With("relative_step", RelativeStep);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        foreach (Variable weight in Weights)
        {
            // Keras keeps two numbers for vectors too, unused, so files have a place for them.
            bool isMatrix = weight.Shape.Rank >= 2;
            AddSlot(_rows, weight, null, isMatrix ? weight.Shape[..^1] : Shape.Scalar);
            AddSlot(_columns, weight, null, isMatrix ? [.. weight.Shape[..^2], weight.Shape[^1]] : Shape.Scalar);

            AddSlot(_velocities, weight, "velocity", weight.Shape);
        }
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor pace = Ops.Minimum(learningRate, Ops.Rsqrt(step)), kept = 1 - Ops.Power(step, Beta2Decay), rest = 1 - kept;
        return (weight, gradient) =>
        {
            Tensor squares = Ops.Square(gradient) + Epsilon1, v;
            if (weight.Shape.Rank >= 2)
            {
                Tensor row = (_rows[weight].Value * kept) + (Ops.Mean(squares, [-1]) * rest);
                Tensor column = (_columns[weight].Value * kept) + (Ops.Mean(squares, [weight.Shape.Rank - 2]) * rest);
                _rows[weight].Assign(row);
                _columns[weight].Assign(column);
                v = (row / Ops.Mean(row, [-1], keepDims: true)).ExpandDims(-1) * column.ExpandDims(-2);
            }
            else
            {
                v = (_velocities[weight].Value * kept) + (squares * rest);
            }

            _velocities[weight].Assign(v);
            Tensor update = gradient / Ops.Sqrt(v), w = weight.Value;
            Tensor alpha = Ops.Maximum(RootMeanSquare(w), Epsilon2) * pace / Ops.Maximum(RootMeanSquare(update) / ClipThreshold, 1);
            weight.Assign(w - (update * alpha));
        };
    }

    private static Tensor RootMeanSquare(Tensor x) => Ops.Sqrt(Ops.Mean(Ops.Square(x)));
}
