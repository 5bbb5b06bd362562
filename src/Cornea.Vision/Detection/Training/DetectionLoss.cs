namespace Cornea.Vision;

/// <summary>
/// What a detector is trained to make small: cross-entropy of objectness everywhere; where there is something, cross-entropy of the classes, complete IoU
/// of the box, and cross-entropy of the distances to its sides.
/// </summary>
/// <remarks>Each is a sum weighted by the places' quality, over the batch's sum of qualities, so that photos with many things don't shout down the others.</remarks>
internal sealed class DetectionLoss
{
    private const double BoxWeight = 5, SidesWeight = 1, ObjectWeight = 1, ClassWeight = 1;

    /// <param name="raw">What the network says.</param>
    /// <param name="grid">Where it looks.</param>
    /// <param name="target">What it's to say.</param>
    /// <param name="focalGamma">γ of the focal loss: what is right already counts |target − answer|^γ less; 0 for plain cross-entropy.</param>
    public DetectionLoss(RawDetections raw, AnchorGrid grid, Assignment target, double focalGamma)
    {
        Tensor quality = target.Quality;
        Tensor total = Ops.Maximum(quality.Sum(), 1);
        Tensor objectness = CrossEntropy(raw.ObjectLogits, quality);
        if (focalGamma > 0) objectness *= Ops.Power(Ops.Abs(quality - Ops.Sigmoid(raw.ObjectLogits)), focalGamma);
        Objectness = objectness.Sum() * ObjectWeight / total;
        Classes = (CrossEntropy(raw.ClassLogits, target.Classes).Sum(-1) * quality).Sum() * ClassWeight / total;
        Box = ((1 - Boxes.Ciou(raw.Boxes, target.Boxes)) * quality).Sum() * BoxWeight / total;
        Sides = (SidesCrossEntropy(raw, grid, target) * quality).Sum() * SidesWeight / total;
    }

    public Tensor Objectness { get; }

    public Tensor Classes { get; }

    public Tensor Box { get; }

    public Tensor Sides { get; }

    public Tensor Total => Objectness + Classes + Box + Sides;

    // log(1 + e^x) − x · target: from odds, so that nothing is rounded to 0 or 1.
    private static Tensor CrossEntropy(Tensor logits, Tensor target) => Ops.Softplus(logits) - (logits * target);

    // A distance of 3.2 cells is 0.8 of bin 3 and 0.2 of bin 4.
    private static Tensor SidesCrossEntropy(RawDetections raw, AnchorGrid grid, Assignment target)
    {
        Tensor middle = Ops.Stack([grid.X, grid.Y, grid.X, grid.Y], axis: -1), signs = Tensor.From<float>([-1, -1, 1, 1], [4]);
        Tensor cells = (target.Boxes - middle) * signs / grid.Strides.Reshape(grid.Count, 1);
        Tensor bins = Ops.Arange(DetectionHead.Bins, dtype: DType.Float32);
        Tensor share = Ops.Maximum(1 - Ops.Abs(Ops.Clip(cells, 0, DetectionHead.Bins - 1).ExpandDims(-1) - bins), 0);
        return -(share * Ops.LogSoftmax(raw.SideLogits)).Sum(-1).Mean(-1);
    }
}
