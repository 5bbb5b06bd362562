namespace Cornea.Graphs.Operations;

/// <summary>The sum, or product, along an axis up to and with each element; from the end where <see cref="Reverse"/>.</summary>
/// <remarks>The gradient of a product where a factor is 0 is 0 there, as in TensorFlow.</remarks>
internal sealed record Cumulative(ReduceFunction Function, int Axis, bool Reverse) : Op
{
    public override string Name => $"Cumulative{Function}";

    public override string Attributes => $"axis {Axis}" + (Reverse ? ", reverse" : "");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        Function is ReduceFunction.Sum or ReduceFunction.Product ? [inputs[0]] : throw new ArgumentException($"{Name}: there are only sums and products.");

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null];
        Tensor Back(Tensor value) => Node.Emit(new Cumulative(ReduceFunction.Sum, Axis, !Reverse), value)[0];
        return [Function == ReduceFunction.Sum ? Back(dy) : Ops.DivideNoNan(Back(dy * node.Outputs[0]), node.Inputs[0])];
    }
}
