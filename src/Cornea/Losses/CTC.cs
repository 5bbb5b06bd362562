namespace Cornea.Losses;

/// <summary>Connectionist temporal classification (Graves et al. 2006): −log of the probability that a sequence of predictions reads as the target.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets [batch, labels], class indices, 0 standing for none; predictions [batch, time, classes], logits, class 0 being no label; a
/// loss for each [batch]. All predictions count.</para>
/// <para>Source: Keras 3, CTC.</para>
/// </remarks>
public sealed class CTC(Reduction? reduction = null, string name = "ctc") : Loss(name, reduction)
{
    private protected override bool FloatsTargets => false;

    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor labels = yTrue.Cast(DType.Int32), lengths = Ops.CountNonzero(labels, axis: -1);
        return Ops.CtcLoss(labels, yPred, lengths, Ops.OnesLike(lengths) * yPred.Shape[1]);
    }

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred) =>
        yTrue.Rank == 2 && yPred.Rank == 3 && Fits(yTrue.Shape[..1], yPred.Shape[..1])
            ? (yTrue, yPred)
            : throw Misfit($"class indices [batch, labels] for logits [batch, time, classes], predictions being {yPred.Shape}", yTrue.Shape, "Fill short targets up with 0.");
}
