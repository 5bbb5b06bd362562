using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>q · r = x for each matrix […, m, n]: q with orthogonal columns of length 1, r upper triangular; by Householder's reflections.</summary>
/// <param name="IsComplete">q is square; else it has k = min(m, n) columns.</param>
internal sealed record QrDecomposition(bool IsComplete) : Op
{
    public override string Attributes => IsComplete ? "complete" : "";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        (Shape shape, DType dtype) = (inputs[0].Shape, inputs[0].DType);
        if (shape.Rank < 2) throw new ShapeException($"Qr: expected matrices […, m, n], got {shape}.");
        int m = shape[^2], n = shape[^1], k = IsComplete ? m : Math.Min(m, n);
        return [new([.. shape[..^2], m, k], dtype), new([.. shape[..^2], k, n], dtype)];
    }

    // Walter & Lehmann 2018. Where x is wide, x = [left, right] and r = [square, more]: right = q · more, so that its gradient goes to q and more.
    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Tensor x = node.Inputs[0], q = node.Outputs[0], r = node.Outputs[1];
        int m = x.Shape[^2], n = x.Shape[^1];
        if (IsComplete && m > n) throw new NotSupportedException("Qr: the complete form has no gradient where there are more rows than columns; use the reduced one.");
        Tensor dq = gradients[0] ?? ZerosLike(q), dr = gradients[1] ?? ZerosLike(r);
        if (m >= n) return [Square(q, r, dq, dr)];
        Tensor right = Slice(x, -1, m, n - m), dMore = Slice(dr, -1, m, n - m);
        Tensor dLeft = Square(q, Slice(r, -1, 0, m), dq + MatMul(right, MatrixTranspose(dMore)), Slice(dr, -1, 0, m));
        return [Concatenate([dLeft, MatMul(q, dMore)], -1)];
    }

    private static Tensor Square(Tensor q, Tensor r, Tensor dq, Tensor dr)
    {
        Tensor m = MatMul(r, MatrixTranspose(dr)) - MatMul(MatrixTranspose(dq), q);
        Tensor below = Tril(m, -1), diagonal = Tril(m) - below;
        Tensor sum = dq + MatMul(q, below + MatrixTranspose(below) + diagonal);
        return MatrixTranspose(Node.Emit(new Solve(), r, MatrixTranspose(sum))[0]); // sum · r⁻ᵀ
    }
}
