using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>What solves a · y = b for each matrix of a batch: a […, n, n], b […, n, k]; by elimination with the largest pivot.</summary>
/// <remarks>A matrix without an inverse is an error of the run.</remarks>
internal sealed record Solve : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape a = inputs[0].Shape, b = inputs[1].Shape;
        CheckSquare(Name, a);
        if (a.Rank != b.Rank || !Shape.Agree(a[..^1], b[..^1]) || inputs[0].DType != inputs[1].DType)
            throw new ShapeException($"Solve: expected a […, n, n] and b […, n, k] of one dtype, got {inputs[0]} and {inputs[1]}.");
        return [inputs[1]];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null];
        Tensor db = Node.Emit(this, MatrixTranspose(node.Inputs[0]), dy)[0];
        return [-MatMul(db, MatrixTranspose(node.Outputs[0])), db];
    }

    /// <summary>The last two axes must be of one size.</summary>
    public static void CheckSquare(string who, Shape shape)
    {
        if (shape.Rank < 2 || shape[^1] != shape[^2]) throw new ShapeException($"{who}: expected square matrices […, n, n], got {shape}.");
    }
}
