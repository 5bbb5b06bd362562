namespace Cornea.Graphs.Operations;

/// <summary>
/// Each channel convolved with filters of its own: x [batch, height, width, channels], w [height, width, channels, multiplier]; output
/// channel c · multiplier + m.
/// </summary>
internal sealed record DepthwiseConvolution(Window2D Window) : Op
{
    public override string Attributes => $"{Window}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, w = inputs[1].Shape;
        if (x.Rank != 4 || w.Rank != 4 || x[3] != w[2])
            throw new ShapeException($"{Name}: expected x [batch, height, width, channels] and w [height, width, channels, multiplier], got {x} and {w}.");
        Window.CheckWeights(w, Name);
        if (inputs[0].DType != inputs[1].DType)
            throw new ArgumentException($"{Name}: expected images and weights of one dtype, got {inputs[0].DType} and {inputs[1].DType}; use Cast.");
        return One(Window.Output(x, AxisSize.Product(Name, w[2], w[3]), Name), inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null];
        Tensor x = node.Inputs[0], w = node.Inputs[1];
        return
        [
            x.RequiresGradient ? Node.Emit(new DepthwiseBackwardData(Window, x.Shape[1], x.Shape[2]), dy, w)[0] : null,
            w.RequiresGradient ? Node.Emit(new DepthwiseBackwardWeights(Window), x, dy)[0] : null,
        ];
    }
}

/// <summary>The gradient of a depthwise convolution to its input.</summary>
internal sealed record DepthwiseBackwardData(Window2D Window, int Height, int Width) : Op
{
    public override string Attributes => $"{Window}, to {Height}×{Width}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        One([inputs[0].Shape[0], Height, Width, inputs[1].Shape[2]], inputs[0].DType);

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } ddx) return [null, null];
        Tensor dy = node.Inputs[0], w = node.Inputs[1];
        return
        [
            dy.RequiresGradient ? Node.Emit(new DepthwiseConvolution(Window), ddx, w)[0] : null,
            w.RequiresGradient ? Node.Emit(new DepthwiseBackwardWeights(Window), ddx, dy)[0] : null,
        ];
    }
}

/// <summary>The gradient of a depthwise convolution to its weights.</summary>
internal sealed record DepthwiseBackwardWeights(Window2D Window) : Op
{
    public override string Attributes => $"{Window}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        One([Window.Height, Window.Width, inputs[0].Shape[3], inputs[1].Shape[3] / inputs[0].Shape[3]], inputs[0].DType);

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } ddw) return [null, null];
        Tensor x = node.Inputs[0], dy = node.Inputs[1];
        return
        [
            x.RequiresGradient ? Node.Emit(new DepthwiseBackwardData(Window, x.Shape[1], x.Shape[2]), dy, ddw)[0] : null,
            dy.RequiresGradient ? Node.Emit(new DepthwiseConvolution(Window), x, ddw)[0] : null,
        ];
    }
}
