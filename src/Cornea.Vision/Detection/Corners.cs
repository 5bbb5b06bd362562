namespace Cornea.Vision;

/// <summary>The sides of boxes as tensors without the last axis. A box turned inside out has width or height 0.</summary>
internal sealed class Corners
{
    public Corners(Tensor boxes)
    {
        if (boxes.Rank == 0 || boxes.Shape[^1] != 4) throw new ShapeException($"Boxes: expected [..., 4] as left, top, right, bottom, got {boxes.Shape}.");
        (Left, Top, Right, Bottom) = (Part(boxes, 0), Part(boxes, 1), Part(boxes, 2), Part(boxes, 3));
        (Width, Height) = (Ops.Maximum(Right - Left, 0), Ops.Maximum(Bottom - Top, 0));
    }

    public Tensor Left { get; }

    public Tensor Top { get; }

    public Tensor Right { get; }

    public Tensor Bottom { get; }

    public Tensor Width { get; }

    public Tensor Height { get; }

    public Tensor CenterX => (Left + Right) * 0.5;

    public Tensor CenterY => (Top + Bottom) * 0.5;

    private static Tensor Part(Tensor boxes, int index) => Ops.Slice(boxes, -1, index, 1).Squeeze(-1);
}
