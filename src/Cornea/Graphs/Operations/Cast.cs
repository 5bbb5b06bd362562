namespace Cornea.Graphs.Operations;

/// <summary>
/// The same values in another dtype. Floats are truncated to integers and kept in their range (NaN is 0), integers keep their low bits;
/// what isn't 0 is true.
/// </summary>
internal sealed record Cast(DType DType) : Op
{
    public override string Attributes => DType.Name;

    public override bool IsDifferentiable => DType.IsFloating;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => One(inputs[0].Shape, DType);

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy && node.Inputs[0].DType.IsFloating ? dy.Cast(node.Inputs[0].DType) : null];
}
