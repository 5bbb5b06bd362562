namespace Cornea.Graphs.Operations;

/// <summary>The same values, through which no gradient flows.</summary>
internal sealed record StopGradient : Op
{
    public override bool IsDifferentiable => false;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];
}

/// <summary>The first input's values with a gradient rule of the user's: (dy) → the gradient of each of the other inputs.</summary>
/// <remarks>All compare equal: the rule has done its work before a graph is compiled, and a loop's fresh lambdas are to find one plan.</remarks>
internal sealed record CustomGradient(Func<Tensor, Tensor?[]> Rule) : Op
{
    /// <summary>The operation of the second input that this is, by Keras' name: what stands in files instead of the rule; null for a rule of the user's.</summary>
    public string? Whole { get; init; }

    public bool Equals(CustomGradient? other) => other is not null;

    public override int GetHashCode() => 0;

    public override object Key => typeof(CustomGradient);

    public override string Attributes => "";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return new Tensor?[node.Inputs.Count];
        Tensor?[] own = Rule(dy);
        if (own.Length != node.Inputs.Count - 1)
            throw new InvalidOperationException($"CustomGradient: expected {node.Inputs.Count - 1} gradients from the rule, got {own.Length}.");
        return [null, .. own];
    }
}
