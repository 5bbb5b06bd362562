namespace Cornea.Losses;

/// <summary>Draws embeddings of one class together and those of others apart, each pair at its own pace (Sun et al. 2020).</summary>
/// <param name="gamma">How steep it is.</param>
/// <param name="margin">How far apart classes should lie, as a cosine distance.</param>
/// <param name="removeDiagonal">Whether an embedding's pair with itself is left out.</param>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets [batch] or [batch, 1], class indices; predictions [batch, d], of norm 1; a loss for each [batch].</para>
/// <para>Source: Keras 3, Circle.</para>
/// </remarks>
public sealed class Circle(
    double gamma = 80,
    double margin = 0.4,
    bool removeDiagonal = true,
    Reduction? reduction = null,
    string name = "circle")
    : Loss(name, reduction)
{
    private protected override bool FloatsTargets => false;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("gamma", gamma)
        .With("margin", margin)
        .With("remove_diagonal", removeDiagonal);

    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) => Of(yTrue, yPred, yTrue, yPred, removeDiagonal, gamma, margin);

    private static Tensor Whole(Tensor labels) => labels.DType == DType.Int64 ? labels : labels.Cast(DType.Int32);

    /// <summary>The loss of each embedding against a reference set.</summary>
    internal static Tensor Of(Tensor yTrue, Tensor yPred, Tensor refLabels, Tensor refEmbeddings, bool removeDiagonal, double gamma, double margin)
    {
        Tensor isPositive = Ops.Equal(Whole(yTrue).Reshape([-1, 1]), Whole(refLabels).Reshape([1, -1]));
        Tensor isNegative = Ops.LogicalNot(isPositive);
        if (removeDiagonal) isPositive = Ops.LogicalAnd(isPositive, Ops.Equal(Ops.Eye(yPred.Shape[0], refEmbeddings.Shape[0]), 0));
        Tensor distance = Ops.Maximum(1 - Ops.MatMul(yPred, refEmbeddings.Transpose()), 0);
        Tensor attraction = Ops.Maximum((distance + margin) * isPositive.Cast(distance.DType), 0);
        Tensor repulsion = Ops.Maximum((1 + margin - distance) * isNegative.Cast(distance.DType), 0);
        Tensor positive = LogSumExp(isPositive, attraction * (margin - distance) * -gamma);
        Tensor negative = LogSumExp(isNegative, repulsion * (1 - margin - distance) * gamma);
        return Ops.Softplus(positive + negative);
    }

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred) =>
        yPred.Rank == 2 && (yTrue.Rank == 1 || (yTrue.Rank == 2 && yTrue.Shape[1] == 1)) && Fits(yTrue.Shape[..1], yPred.Shape[..1])
            ? (yTrue, yPred)
            : throw Misfit($"class indices [batch] and embeddings [batch, d], predictions being {yPred.Shape}", yTrue.Shape, "Give one index for each embedding.");

    private protected override (Tensor Values, Tensor? Mask) PerSampleWithMask(Tensor yTrue, Tensor yPred)
    {
        Tensor losses = PerSample(yTrue, yPred);
        return (losses, losses > 0);
    }

    // Over the places where the condition holds; minus infinity where there are none, and no NaN from it.
    private static Tensor LogSumExp(Tensor condition, Tensor values)
    {
        Tensor any = Ops.Any(condition, [1], keepDims: true);
        Tensor largest = Ops.StopGradient(Ops.Where(any, Ops.Max(Ops.Where(condition, values, double.NegativeInfinity), [1], keepDims: true), 0));
        Tensor sum = Ops.Sum(Ops.Where(condition, Ops.Exp(Ops.Where(condition, values - largest, 0)), 0), [1], keepDims: true);
        return Ops.Where(any, Ops.Log(Ops.Where(any, sum, 1)) + largest, double.NegativeInfinity).Squeeze(1);
    }
}
