namespace Cornea.Losses;

/// <summary>What cross-entropies share whose targets have a number for each class: targets may be drawn towards all classes alike.</summary>
public abstract class SmoothedCrossentropy : ProbabilityLoss
{
    private protected SmoothedCrossentropy(bool fromLogits, double labelSmoothing, int axis, string name, Reduction? reduction)
        : base(fromLogits, axis, name, reduction) => LabelSmoothing = labelSmoothing is >= 0 and <= 1
        ? labelSmoothing
        : throw new ArgumentOutOfRangeException(nameof(labelSmoothing), $"{GetType().Name}: expected labelSmoothing between 0 and 1, got {labelSmoothing}.");

    /// <summary>How far targets are drawn towards all classes alike, 0 to 1.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("from_logits", FromLogits)
        .With("label_smoothing", LabelSmoothing)
        .With("axis", Axis);

    /// <summary>The targets, drawn towards so many classes.</summary>
    private protected Tensor Smoothed(Tensor yTrue, int classes) =>
        LabelSmoothing == 0 ? yTrue : (yTrue * (1 - LabelSmoothing)) + (LabelSmoothing / classes);
}
