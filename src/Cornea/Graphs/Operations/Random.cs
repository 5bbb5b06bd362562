namespace Cornea.Graphs.Operations;

/// <summary>What distribution a random node draws from.</summary>
internal enum Distribution
{
    /// <summary>Evenly from [0, 1), in steps of 2⁻²⁴.</summary>
    Uniform,

    /// <summary>Normally, with mean 0 and standard deviation 1.</summary>
    Normal,
}

/// <summary>Float32 numbers from a state int64 [2] = (seed, step): each a function of (seed, step, its position) by Philox.</summary>
internal sealed record Random(Distribution Distribution, Shape Target) : Op
{
    public override string Attributes => $"{Distribution}, {Target}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => One(Target, DType.Float32);

    public override bool IsDifferentiable => false;
}

/// <summary>
/// (x, state) → x / (1 − rate) where an even draw is at least the rate, else 0 (Srivastava et al. 2014). The mask is never stored: the
/// backward pass draws it again from the state.
/// </summary>
internal sealed record Dropout(double Rate) : Op
{
    public override string Attributes => $"rate {Rate}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } dy ? Node.Emit(this, dy, node.Inputs[1])[0] : null, null];
}
