using Cornea.Graphs;

namespace Cornea.Losses;

/// <summary>What cross-entropies share: logits or probabilities, and the way back from probabilities to logits where a softmax or sigmoid made them.</summary>
public abstract class ProbabilityLoss : Loss
{
    private protected ProbabilityLoss(bool fromLogits, int axis, string name, Reduction? reduction)
        : base(name, reduction)
    {
        FromLogits = fromLogits;
        Axis = axis;
    }

    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; }

    /// <summary>The axis of the classes.</summary>
    public int Axis { get; }

    /// <summary>The logits: the predictions themselves, or what the operation that made them was given; null if they are plain probabilities.</summary>
    private protected Tensor? LogitsOf<TOp>(Tensor yPred)
        where TOp : Op => yPred.Producer is { Op: TOp } producer ? producer.Inputs[0] : FromLogits ? yPred : null;

    private protected static Tensor Clipped(Tensor probabilities) => Ops.Clip(probabilities, Ops.KerasEpsilon, Ops.OneLessEpsilon);
}
