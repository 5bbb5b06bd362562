namespace Cornea.Graphs.Operations;

/// <summary>(value, variable) → value: what a trace reads of a variable that it has assigned. The gradient goes to the variable.</summary>
/// <remarks>An assigned value is a value: nothing flows back through the assignment, just as outside of a trace.</remarks>
internal sealed record Reading : Op
{
    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [inputs[0]];

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => [null, gradients[0]];

    /// <summary>The variable that a tensor is a reading of: as it was when the trace began, or as the trace has left it.</summary>
    public static Variable? SourceOf(Tensor tensor) => tensor.Producer is { Op: Reading } node ? node.Inputs[1].Source : tensor.Source;
}
