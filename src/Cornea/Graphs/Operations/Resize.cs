namespace Cornea.Graphs.Operations;

/// <summary>
/// Images [batch, height, width, channels] of another size: each output takes the input whose square holds its centre, or lies linearly between
/// the four around it. Centres are at the halves, borders are repeated, nothing is smoothed when shrinking.
/// </summary>
/// <param name="IsNearest">Whether inputs are taken rather than interpolated.</param>
/// <param name="Height">Of the result.</param>
/// <param name="Width">Of the result.</param>
internal sealed record Resize(bool IsNearest, int Height, int Width) : Op
{
    public override string Attributes => $"{(IsNearest ? "nearest" : "bilinear")}, to {Height}×{Width}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape;
        if (x.Rank != 4 || x[1] < 1 || x[2] < 1 || Height < 0 || Width < 0)
            throw new ShapeException($"Resize: expected images [batch, height, width, channels] of known sizes of at least 1, got {x} to {Height}×{Width}.");
        return One([x[0], Height, Width, x[3]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Shape x = node.Inputs[0].Shape;
        return [gradients[0] is { } dy ? Node.Emit(new ResizeGradient(IsNearest, x[1], x[2]), dy)[0] : null];
    }
}

/// <summary>Each output's gradient given to the inputs that it came from, by their weights.</summary>
internal sealed record ResizeGradient(bool IsNearest, int Height, int Width) : Op
{
    public override string Attributes => $"{(IsNearest ? "nearest" : "bilinear")}, to {Height}×{Width}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape dy = inputs[0].Shape;
        return One([dy[0], Height, Width, dy[3]], inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        Shape dy = node.Inputs[0].Shape;
        return [gradients[0] is { } ddx ? Node.Emit(new Resize(IsNearest, dy[1], dy[2]), ddx)[0] : null];
    }
}
