namespace Cornea.Graphs.Operations;

/// <summary>The sum, or product, along an axis up to and with each element; from the end where <see cref="Reverse"/>.</summary>
internal sealed record Cumulative(ReduceFunction Function, int Axis, bool Reverse) : Op
{
    public override string Name => $"Cumulative{Function}";

    public override string Attributes => $"axis {Axis}" + (Reverse ? ", reverse" : "");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        Function is ReduceFunction.Sum or ReduceFunction.Product ? [inputs[0]] : throw new ArgumentException($"{Name}: there are only sums and products.");

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null];
        if (Function == ReduceFunction.Sum) return [Node.Emit(new Cumulative(ReduceFunction.Sum, Axis, !Reverse), dy)[0]];

        // The factor at i is in all products from i on: what stands before it, times Σⱼ dy[j] · (the factors between i and j).
        Tensor later = Node.Emit(new LinearRecurrence(Axis, !Reverse), LinearRecurrence.Before(node.Inputs[0], Axis, !Reverse, 0), dy)[0];
        return [later * LinearRecurrence.Before(node.Outputs[0], Axis, Reverse, 1)];
    }
}
