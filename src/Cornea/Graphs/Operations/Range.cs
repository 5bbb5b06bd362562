namespace Cornea.Graphs.Operations;

/// <summary>start, start + step, … : so many values.</summary>
internal sealed record Range(double Start, double Step, int Count, DType DType) : Op
{
    public override string Attributes => $"from {Start} by {Step}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => One([AxisSize.Known(Count, Name, "a number of values")], DType);
}
