namespace Cornea.Graphs.Operations;

/// <summary>The same values, from which on gradients are recorded though no variable lies upstream: how a gradient to an input is asked for.</summary>
internal sealed record Watch : Op
{
    public override bool StartsGradient => true;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => [gradients[0]];
}
