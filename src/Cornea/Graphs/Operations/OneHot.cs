namespace Cornea.Graphs.Operations;

/// <summary>For each int32 index a float32 row of zeros with a 1 at the index; a row of zeros where the index lies outside.</summary>
internal sealed record OneHot(int Depth) : Op
{
    public override string Attributes => $"depth {Depth}";

    public override bool IsDifferentiable => false;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        One([.. inputs[0].Shape, AxisSize.Known(Depth, Name, "a number of classes")], DType.Float32);
}
