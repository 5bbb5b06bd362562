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

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => gradients[0] is { } dy
        ? [MatrixTranspose(Inv(node.Inputs[0])) * (dy * node.Outputs[0]).ExpandDims(-1).ExpandDims(-1)]
        : [null];
}
