namespace Cornea.Optimizers;

/// <summary>Adam with weight decay: each weight is drawn towards 0 apart from its gradient.</summary>
/// <remarks>
/// <para>w ← w − weightDecay · rate · w, then as <see cref="Adam"/>.</para>
/// <para>Loshchilov &amp; Hutter 2019. Source: Keras 3, AdamW. Golden case: optimizers/adamw.</para>
/// </remarks>
public sealed class AdamW : Adam
{
    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="weightDecay">The part of each weight, times the learning rate, that is taken off before an update.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="amsgrad">Whether the largest v so far is used instead of v (Reddi et al. 2018).</param>
    /// <param name="clipNorm">The largest norm of each weight's gradient.</param>
    /// <param name="clipValue">The largest size of each number of a gradient.</param>
    /// <param name="globalClipNorm">The largest norm of all gradients together.</param>
    /// <param name="useEma">Whether a moving average of the weights is kept, which becomes the weights at the end.</param>
    /// <param name="emaMomentum">How much of the average stays at each step.</param>
    /// <param name="emaOverwriteFrequency">After how many steps the average becomes the weights; null: only at the end.</param>
    /// <param name="lossScaleFactor">What the loss was multiplied with; gradients are divided by it.</param>
    /// <param name="gradientAccumulationSteps">Over how many steps gradients are averaged for one update.</param>
    /// <param name="name">What it is called.</param>
    public AdamW(
        LearningRate? learningRate = null, double weightDecay = 0.004, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null)
        : base(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, beta1, beta2, epsilon, amsgrad)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do; a weight decay must be among it.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="beta1">How much of the mean gradient stays at each step.</param>
    /// <param name="beta2">How much of the mean squared gradient stays at each step.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="amsgrad">Whether the largest v so far is used instead of v (Reddi et al. 2018).</param>
    /// <exception cref="ArgumentException">There is no weight decay.</exception>
    public AdamW(
        OptimizerOptions options, LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false)
        : base(options, learningRate, beta1, beta2, epsilon, amsgrad)
    {
        if (options.WeightDecay is null) throw new ArgumentException("AdamW: expected a weight decay, got null. Use Adam to go without.");
    }
}
