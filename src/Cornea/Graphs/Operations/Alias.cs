namespace Cornea.Graphs.Operations;

/// <summary>The same values as a tensor of its own, so that what is said of one, such as a mask, isn't said of the other. Costs nothing.</summary>
internal sealed record Alias : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => [gradients[0]];
}
