namespace Cornea.Graphs.Operations;

/// <summary>The mean of each window; padding doesn't count.</summary>
internal sealed record AveragePool(Window2D Window) : Op
{
    public override string Attributes => $"{Window}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape;
        return One(Window.Output(x, null, Name), inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Shape x = node.Inputs[0].Shape;
        return [gradients[0] is { } dy ? Node.Emit(new AveragePoolGradient(Window, x[1], x[2]), dy)[0] : null];
    }
}

/// <summary>Each window's gradient shared equally by its pixels.</summary>
internal sealed record AveragePoolGradient(Window2D Window, int Height, int Width) : Op
{
    public override string Attributes => $"{Window}, to {Height}×{Width}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape dy = inputs[0].Shape;
        return One([dy[0], Height, Width, dy[3]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        [gradients[0] is { } ddx ? Node.Emit(new AveragePool(Window), ddx)[0] : null];
}
