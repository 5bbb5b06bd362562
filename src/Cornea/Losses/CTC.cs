namespace Cornea.Losses;

/// <summary>−log of the probability that a sequence of predictions reads as the target, whatever their alignment (Graves et al. 2006).</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets: class indices [batch, labels], 0 standing for no label; predictions: logits [batch, time, classes]; a loss for each [batch].</para>
/// <para>Source: Keras 3, CTC.</para>
/// </remarks>
public sealed class CTC(Reduction? reduction = null, string name = "ctc") : Loss(name, reduction)
{
    private protected override bool FloatsTargets => false;

    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor labelLength = Ops.Sum(Ops.NotEqual(yTrue, 0).Cast(DType.Int32), -1);
        return Ops.CtcLoss(yTrue.Cast(DType.Int32), yPred, labelLength, Ops.Full([yPred.Shape[0]], yPred.Shape[1], DType.Int32));
    }

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred) =>
        yTrue.Rank == 2 && yPred.Rank == 3 && Fits(yTrue.Shape[..1], yPred.Shape[..1])
            ? (yTrue, yPred)
            : throw Misfit($"class indices [batch, labels] for logits [batch, time, classes], predictions being {yPred.Shape}", yTrue.Shape, "Fill up short targets with 0.");
}
