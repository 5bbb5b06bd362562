using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>The lower triangular y with y · yᵀ = x for each symmetric positive definite matrix; the upper triangle of x isn't read.</summary>
/// <remarks>The gradient is symmetric, as TensorFlow's (Murray 2016). A matrix that isn't positive definite gives NaN.</remarks>
internal sealed record Cholesky : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Solve.CheckSquare(Name, inputs[0].Shape);
        return [inputs[0]];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null];
        Tensor y = node.Outputs[0], upper = MatrixTranspose(y);
        Tensor middle = Tril(MatMul(upper, dy));
        middle = middle - (Eye(y.Shape[^1], dtype: y.DType) * middle * 0.5); // Half of the diagonal.
        // y⁻ᵀ · middle · y⁻¹, made symmetric.
        Tensor left = Node.Emit(new Solve(), upper, middle)[0];
        Tensor dx = MatrixTranspose(Node.Emit(new Solve(), upper, MatrixTranspose(left))[0]);
        return [(dx + MatrixTranspose(dx)) * 0.5];
    }
}
