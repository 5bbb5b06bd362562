namespace Cornea.Graphs.Operations;

/// <summary>(int64 step, float32 number) → a float32 number that a function of C# makes of them: a learning rate, by a schedule.</summary>
/// <remarks>The function is called in every run: it may have changed its mind, as an optimizer does that gets another schedule.</remarks>
internal sealed record HostNumber(string Label, Func<long, float, float> Function) : Op
{
    public override string Attributes => Label;

    public override bool IsDifferentiable => false;

    public override bool IsStable => false;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0] != new TensorSpec(Shape.Scalar, DType.Int64) || inputs[1] != new TensorSpec(Shape.Scalar, DType.Float32))
            throw new ArgumentException($"{Name}: expected an int64 and a float32 number, got {inputs[0]} and {inputs[1]}.");
        return One(Shape.Scalar, DType.Float32);
    }
}
