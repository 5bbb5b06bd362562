using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>Eigenvalues, ascending, and eigenvectors (columns of length 1) of symmetric matrices […, n, n]; only the lower triangle is read.</summary>
/// <remarks>The gradient is that of the lower triangle, as TensorFlow's; between the vectors of equal eigenvalues it is 0.</remarks>
internal sealed record SymmetricEigen : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Solve.CheckSquare(Name, inputs[0].Shape);
        return [new TensorSpec(inputs[0].Shape[..^1], inputs[0].DType), inputs[0]];
    }

    // dx = v · (diag(dw) + F ∘ (vᵀ · dv)) · vᵀ with F = 1 / (wⱼ − wᵢ) off the diagonal (Giles 2008).
    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        (Tensor values, Tensor vectors) = (node.Outputs[0], node.Outputs[1]);
        Tensor back = MatrixTranspose(vectors), unit = Eye(values.Shape[^1], dtype: values.DType);
        Tensor middle = ZerosLike(vectors);
        if (gradients[0] is { } dValues) middle += dValues.ExpandDims(-1) * unit;
        if (gradients[1] is { } dVectors)
        {
            Tensor distance = values.ExpandDims(-2) - values.ExpandDims(-1);
            middle += SingularValueDecomposition.SafeReciprocal(distance) * MatMul(back, dVectors);
        }

        Tensor dx = MatMul(MatMul(vectors, middle), back);
        Tensor both = Tril(dx + MatrixTranspose(dx));
        return [both - (both * unit * 0.5)];
    }
}
