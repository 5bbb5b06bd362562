using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>The determinant of each matrix of a batch […, n, n].</summary>
internal sealed record Determinant : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Solve.CheckSquare(Name, inputs[0].Shape);
        return One(inputs[0].Shape[..^2], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null];
        Tensor x = node.Inputs[0], isSingular = ExpandDims(Equal(node.Outputs[0], 0), (-2, -1)), unit = Eye(x.Shape[^1], dtype: x.DType);
        Tensor regular = MatrixTranspose(Inv(Where(isSingular, unit, x))) * node.Outputs[0].ExpandDims(-1).ExpandDims(-1);

        // The cofactors, which need no inverse: u · diag(products of the other singular values) · vᵀ, turned as u and v are. Where this isn't
        // asked for, the values are 1, 2, …, all different.
        Tensor apart = unit * (Arange(x.Shape[^1]) + 1).Cast(x.DType);
        (Tensor u, Tensor values, Tensor vt) = Svd(Where(isSingular, x, apart));
        Tensor turned = Sign(StopGradient(Det(u) * Det(vt))).ExpandDims(-1).ExpandDims(-1);
        Tensor cofactors = MatMul(u * Reduce.ProductOfOthers(values, values.Rank - 1).ExpandDims(-2), vt) * turned;
        return [Where(isSingular, cofactors, regular) * dy.ExpandDims(-1).ExpandDims(-1)];
    }
}
