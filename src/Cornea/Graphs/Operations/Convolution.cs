namespace Cornea.Graphs.Operations;

/// <summary>
/// 2-D convolution (cross-correlation, as in Keras): x [batch, height, width, channels], w [height, width, channels / groups, filters].
/// </summary>
internal sealed record Convolution(Window2D Window, int Groups) : Op
{
    public override string Attributes => $"{Window}" + (Groups == 1 ? "" : $", groups {Groups}");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, w = inputs[1].Shape;
        if (x.Rank != 4 || w.Rank != 4)
            throw new ShapeException($"Convolution: expected x [batch, height, width, channels] and w [height, width, channels, filters], got {x} and {w}.");
        Window.CheckWeights(w, Name);
        if (inputs[0].DType != inputs[1].DType)
            throw new ArgumentException($"Convolution: expected images and weights of one dtype, got {inputs[0].DType} and {inputs[1].DType}; use Cast.");
        if (Groups < 1 || x[3] != (long)w[2] * Groups || w[3] % Groups != 0)
            throw new ShapeException($"Convolution: {x[3]} input channels and {w[3]} filters don't fit weights {w} in {Groups} group(s).");
        return One(Window.Output(x, w[3], Name), inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null];
        Tensor x = node.Inputs[0], w = node.Inputs[1];
        return
        [
            x.RequiresGradient ? Node.Emit(new ConvolutionBackwardData(Window, Groups, x.Shape[1], x.Shape[2]), dy, w)[0] : null,
            w.RequiresGradient ? Node.Emit(new ConvolutionBackwardWeights(Window, Groups), x, dy)[0] : null,
        ];
    }
}

/// <summary>The gradient of a convolution to its input: also the transposed convolution. dy [batch, h, w, filters], w as there.</summary>
internal sealed record ConvolutionBackwardData(Window2D Window, int Groups, int Height, int Width) : Op
{
    public override string Attributes => $"{Window}, to {Height}×{Width}" + (Groups == 1 ? "" : $", groups {Groups}");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape dy = inputs[0].Shape, w = inputs[1].Shape;
        if (dy.Rank != 4 || w.Rank != 4 || dy[3] != w[3])
            throw new ShapeException($"{Name}: expected dy [batch, height, width, filters] and w [height, width, channels, filters], got {dy} and {w}.");
        Window.CheckWeights(w, Name);
        return One([dy[0], Height, Width, AxisSize.Product(Name, w[2], Groups)], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } ddx) return [null, null];
        Tensor dy = node.Inputs[0], w = node.Inputs[1];
        return
        [
            dy.RequiresGradient ? Node.Emit(new Convolution(Window, Groups), ddx, w)[0] : null,
            w.RequiresGradient ? Node.Emit(new ConvolutionBackwardWeights(Window, Groups), ddx, dy)[0] : null,
        ];
    }
}

/// <summary>The gradient of a convolution to its weights, summed over the batch in fixed chunks. x and dy as in the convolution.</summary>
internal sealed record ConvolutionBackwardWeights(Window2D Window, int Groups) : Op
{
    public override string Attributes => $"{Window}" + (Groups == 1 ? "" : $", groups {Groups}");

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        One([Window.Height, Window.Width, inputs[0].Shape[3] / Groups, inputs[1].Shape[3]], inputs[0].DType);

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } ddw) return [null, null];
        Tensor x = node.Inputs[0], dy = node.Inputs[1];
        return
        [
            x.RequiresGradient ? Node.Emit(new ConvolutionBackwardData(Window, Groups, x.Shape[1], x.Shape[2]), dy, ddw)[0] : null,
            dy.RequiresGradient ? Node.Emit(new Convolution(Window, Groups), x, ddw)[0] : null,
        ];
    }
}
