using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>Normalisation of the last axis by given statistics: (x, mean, variance, gamma, beta) → (x − mean) / √(variance + ε) · gamma + beta.</summary>
/// <remarks>A node of its own, so that a pass can fold it into the convolution before it.</remarks>
internal sealed record BatchNormInference(double Epsilon) : Op
{
    public override string Attributes => $"epsilon {Epsilon}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        CheckChannels(inputs, Name);
        return [inputs[0]];
    }

    /// <summary>All but the first must be [channels], the last axis of the first, in its dtype.</summary>
    public static void CheckChannels(ReadOnlySpan<TensorSpec> inputs, string who)
    {
        Shape x = inputs[0].Shape;
        if (x.Rank == 0) throw new ShapeException($"{who}: expected rank ≥ 1, got a scalar.");
        foreach (TensorSpec other in inputs[1..])
        {
            if (other.Shape != x[^1..]) throw new ShapeException($"{who}: expected {x[^1..]} for each channel of {x}, got {other.Shape}.");
            if (other.DType != inputs[0].DType) throw new ArgumentException($"{who}: expected one dtype, got {inputs[0].DType} and {other.DType}; use Cast.");
        }
    }

    /// <summary>The same as a scale and a shift for each channel: y = x · scale + shift.</summary>
    public (Tensor Scale, Tensor Shift) Affine(Tensor mean, Tensor variance, Tensor gamma, Tensor beta)
    {
        Tensor scale = gamma * Rsqrt(variance + Epsilon);
        return (scale, beta - (mean * scale));
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor[] inputs = [.. node.Inputs];
        (Tensor scale, Tensor shift) = Affine(inputs[1], inputs[2], inputs[3], inputs[4]);
        return Gradients.Through([(inputs[0] * scale) + shift], gradients, inputs);
    }
}
