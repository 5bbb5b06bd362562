namespace Cornea.Graphs.Operations;

/// <summary>The largest value of each window, and where in the window (int32, row order) it stood; the first where values tie.</summary>
internal sealed record MaxPool(Window2D Window) : Op
{
    public override string Attributes => $"{Window}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, y = Window.Output(x, null, Name);
        return [new TensorSpec(y, inputs[0].DType), new TensorSpec(y, DType.Int32)];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Shape x = node.Inputs[0].Shape;
        return [gradients[0] is { } dy ? Node.Emit(new MaxPoolGradient(Window, x[1], x[2]), dy, node.Outputs[1])[0] : null];
    }
}

/// <summary>Each window's gradient given to where its largest value stood; overlapping windows add up.</summary>
internal sealed record MaxPoolGradient(Window2D Window, int Height, int Width) : Op
{
    public override string Attributes => $"{Window}, to {Height}×{Width}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape dy = inputs[0].Shape;
        return One([dy[0], Height, Width, dy[3]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } ddx ? Node.Emit(new MaxPoolSelect(Window), ddx, node.Inputs[1])[0] : null, null];
}

/// <summary>From each window the value at a given place: the transpose of <see cref="MaxPoolGradient"/>, for second derivatives.</summary>
internal sealed record MaxPoolSelect(Window2D Window) : Op
{
    public override string Attributes => $"{Window}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => One(inputs[1].Shape, inputs[0].DType);

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Shape x = node.Inputs[0].Shape;
        return [gradients[0] is { } dy ? Node.Emit(new MaxPoolGradient(Window, x[1], x[2]), dy, node.Inputs[1])[0] : null, null];
    }
}
