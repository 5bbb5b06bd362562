namespace Cornea.Graphs.Operations;

/// <summary>
/// Eigenvalues and eigenvectors (columns of length 1, the largest number of each real and positive) of square matrices […, n, n], which
/// may be complex: values' real and imaginary parts […, n], vectors' […, n, n].
/// </summary>
internal sealed record Eigen : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Solve.CheckSquare("Eig", inputs[0].Shape);
        var values = new TensorSpec(inputs[0].Shape[..^1], inputs[0].DType);
        return [values, values, inputs[0], inputs[0]];
    }
}
