using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>
/// Triangular factors of square matrices […, n, n], with the largest pivot of each column: u in and above the diagonal, l below it (its
/// diagonal of ones isn't stored), and int32 [..., n], row i of l · u standing for the row of x whose number is i in it: x[i] = (l · u)[p[i]].
/// </summary>
internal sealed record LuDecomposition : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Solve.CheckSquare("LuFactor", inputs[0].Shape);
        return [inputs[0], new TensorSpec(inputs[0].Shape[..^1], DType.Int32)];
    }

    // dx = p · l⁻ᵀ · (tril(lᵀ · dl, −1) + triu(du · uᵀ)) · u⁻ᵀ (de Hoog et al. 2011).
    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } d) return [null];
        Tensor factors = node.Outputs[0];
        Tensor l = Tril(factors, -1) + Eye(factors.Shape[^1], dtype: factors.DType), u = Triu(factors);
        Tensor middle = Tril(MatMul(MatrixTranspose(l), Tril(d, -1)), -1) + Triu(MatMul(Triu(d), MatrixTranspose(u)));
        Tensor left = Node.Emit(new Solve(), MatrixTranspose(l), middle)[0];
        Tensor both = MatrixTranspose(Node.Emit(new Solve(), u, MatrixTranspose(left))[0]);
        return [TakeAlongAxis(both, node.Outputs[1].ExpandDims(-1), -2)];
    }
}
