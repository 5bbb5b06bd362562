using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>u · diag(s) · vᵀ = x for each matrix […, m, n]: singular values s descending, u and v with orthogonal columns of length 1.</summary>
/// <param name="IsFull">u and v are square; else they have k = min(m, n) columns.</param>
internal sealed record SingularValueDecomposition(bool IsFull) : Op
{
    public override string Attributes => IsFull ? "full" : "";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        (Shape shape, DType dtype) = (inputs[0].Shape, inputs[0].DType);
        if (shape.Rank < 2) throw new ShapeException($"Svd: expected matrices […, m, n], got {shape}.");
        Shape lead = shape[..^2];
        int m = shape[^2], n = shape[^1], k = Math.Min(m, n);
        return [new([.. lead, m, IsFull ? m : k], dtype), new([.. lead, k], dtype), new([.. lead, IsFull ? n : k, n], dtype)];
    }

    /// <summary>1 / x of distances that may be 0, as TensorFlow takes it: 0 at 0, where any vectors would do and so none has a slope.</summary>
    internal static Tensor SafeReciprocal(Tensor x) => x / (Square(x) + 1e-20);

    // Townsend 2016, on the first k columns of u and v: the others are any basis of what is left, so nothing depends on them.
    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor s = node.Outputs[1];
        int k = s.Shape[^1];
        Tensor u = Slice(node.Outputs[0], -1, 0, k), vt = Slice(node.Outputs[2], -2, 0, k), v = MatrixTranspose(vt);
        Tensor unit = Eye(k, dtype: s.DType), middle = ZerosLike(MatMul(MatrixTranspose(u), u));
        Tensor along = s.ExpandDims(-2), down = s.ExpandDims(-1), squares = Square(along) - Square(down);
        Tensor factor = SafeReciprocal(squares);
        Tensor? rest = null;
        if (gradients[1] is { } ds) middle += ds.ExpandDims(-1) * unit;
        if (gradients[0] is { } dWideU)
        {
            Tensor du = Slice(dWideU, -1, 0, k), inner = MatMul(MatrixTranspose(u), du);
            middle += factor * (inner - MatrixTranspose(inner)) * along;
            rest = Plus(rest, MatMul((du - MatMul(u, inner)) * SafeReciprocal(along), vt));
        }

        if (gradients[2] is { } dWideVt)
        {
            Tensor dv = MatrixTranspose(Slice(dWideVt, -2, 0, k)), inner = MatMul(vt, dv);
            middle += down * (factor * (inner - MatrixTranspose(inner)));
            rest = Plus(rest, MatMul(u, MatrixTranspose((dv - MatMul(v, inner)) * SafeReciprocal(along))));
        }

        Tensor dx = MatMul(MatMul(u, middle), vt);
        return [rest is null ? dx : dx + rest];

        static Tensor Plus(Tensor? sum, Tensor term) => sum is null ? term : sum + term;
    }
}
