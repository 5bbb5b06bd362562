using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>
/// Batch normalisation by the batch's own statistics over all axes but the last (Ioffe &amp; Szegedy 2015): x, gamma [c], beta [c] →
/// y = (x − mean) · inverse · gamma + beta, mean [c], variance [c] (biased), inverse = 1 / √(variance + epsilon) [c].
/// </summary>
internal sealed record BatchNormTraining(double Epsilon) : Op
{
    public override string Attributes => $"epsilon {Epsilon}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        BatchNormInference.CheckChannels(inputs, Name);
        var channel = new TensorSpec([inputs[0].Shape[^1]], inputs[0].DType);
        return [inputs[0], channel, channel, channel];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor x = node.Inputs[0], gamma = node.Inputs[1], mean = node.Outputs[1], inverse = node.Outputs[3];
        Tensor?[] result = gradients[0] is { } dy ? [.. Node.Emit(new BatchNormGradient(Epsilon), x, gamma, mean, inverse, dy)] : [null, null, null];
        double count = x.Shape.Product(0, x.Rank - 1);
        Tensor? statistics = gradients[1] is { } dmean ? dmean / count : null;
        Tensor? dvariance = gradients[2];
        if (gradients[3] is { } dinverse) dvariance = Sum(dvariance, dinverse * -0.5 * inverse * inverse * inverse);
        if (dvariance is not null) statistics = Sum(statistics, (x - mean) * (dvariance * (2 / count)));
        if (statistics is not null) result[0] = Sum(result[0], Ops.BroadcastTo(statistics, x.Shape));
        return result;

        static Tensor Sum(Tensor? a, Tensor b) => a is null ? b : a + b;
    }
}

/// <summary>The gradient of <see cref="BatchNormTraining"/>: (x, gamma, mean, inverse, dy) → dx, dgamma, dbeta.</summary>
internal sealed record BatchNormGradient(double Epsilon) : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0], inputs[1], inputs[1]];

    // Its own derivative by primitive operations: mean and inverse are functions of x there.
    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor x = node.Inputs[0], gamma = node.Inputs[1], dy = node.Inputs[4];
        int[] axes = [.. Enumerable.Range(0, x.Rank - 1)];
        double count = x.Shape.Product(0, x.Rank - 1);
        Tensor mean = Mean(x, axes), centered = x - mean, inverse = Rsqrt(Mean(Square(centered), axes) + Epsilon);
        Tensor normalized = centered * inverse, dbeta = Ops.Sum(dy, axes), dgamma = Ops.Sum(dy * normalized, axes);
        Tensor dx = gamma * inverse * (dy - (dbeta / count) - (normalized * dgamma / count));
        Tensor?[] through = Gradients.Through([dx, dgamma, dbeta], gradients, [x, gamma, dy]);
        return [through[0], through[1], null, null, through[2]];
    }
}
