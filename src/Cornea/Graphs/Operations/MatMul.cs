namespace Cornea.Graphs.Operations;

/// <summary>
/// Matrix product of the last two axes, each side possibly transposed; the axes before them are a batch and agree. Sums over the inner
/// axis run in order by fused multiply-add, in blocks of fixed size.
/// </summary>
internal sealed record MatMul(bool TransposeA, bool TransposeB) : Op
{
    public override string Attributes => (TransposeA ? "transpose a" : "") + (TransposeA && TransposeB ? ", " : "") + (TransposeB ? "transpose b" : "");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        if (a.Rank < 2 || a.Rank != b.Rank) throw new ShapeException($"MatMul: expected two tensors of one rank ≥ 2, got {a} and {b}.");
        if (inputs[0].DType != inputs[1].DType || !inputs[0].DType.IsFloating)
            throw new ArgumentException($"MatMul: expected two floating tensors of one dtype, got {inputs[0].DType} and {inputs[1].DType}.");
        int innerA = TransposeA ? a[^2] : a[^1], innerB = TransposeB ? b[^1] : b[^2];
        if (innerA != innerB && innerA != Shape.Unknown && innerB != Shape.Unknown)
            throw new ShapeException($"MatMul: inner sizes differ: {innerA} and {innerB}, of shapes {a} and {b}.");
        Shape batch = a[..^2];
        for (int axis = 0; axis < batch.Rank; axis++)
        {
            if (batch[axis] == Shape.Unknown) batch = batch.With(axis, b[axis]);
            else if (b[axis] != batch[axis] && b[axis] != Shape.Unknown)
                throw new ShapeException($"MatMul: batch sizes differ: {a} and {b}.");
        }

        return One([.. batch, TransposeA ? a[^1] : a[^2], TransposeB ? b[^2] : b[^1]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null];
        Tensor a = node.Inputs[0], b = node.Inputs[1];
        return
        [
            !a.RequiresGradient ? null : TransposeA ? Product(b, dy, TransposeB, true) : Product(dy, b, false, !TransposeB),
            !b.RequiresGradient ? null : TransposeB ? Product(dy, a, true, TransposeA) : Product(a, dy, !TransposeA, false),
        ];
    }

    private static Tensor Product(Tensor a, Tensor b, bool transposeA, bool transposeB) =>
        Node.Emit(new MatMul(transposeA, transposeB), a, b)[0];
}
